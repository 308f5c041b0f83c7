/** Characters that are read at a glance. */
const longestLine = 48

/** JSON in one line where it is short, else indented; what was cut off and is none stays as it is. */
export function readableJson(text: string): string {
  if (text.length <= longestLine) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
