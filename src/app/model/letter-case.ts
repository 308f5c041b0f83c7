/** Words put at the start of a sentence, or taken into the middle of one. */

export function upperFirst(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
