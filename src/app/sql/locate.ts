export interface TextPlace {
  /** From 1. */
  readonly line: number
  readonly column: number
  /** The line's text: up to the place, the word there, and what follows. */
  readonly before: string
  readonly at: string
  readonly after: string
}

/** Where in a text Postgres points. @param position In characters, not in UTF-16 units, from 1. */
export function locate(text: string, position: number): TextPlace {
  const start = Array.from(text)
    .slice(0, position - 1)
    .join('').length
  const lineStart = text.slice(0, start).lastIndexOf('\n') + 1
  const before = text.slice(lineStart, start)
  const rest = text.slice(start).split('\n')[0] ?? ''
  const at = /^(?:\w+|.)/u.exec(rest)?.[0] ?? ''
  return {
    line: text.slice(0, start).split('\n').length,
    column: Array.from(before).length + 1,
    before,
    at,
    after: rest.slice(at.length),
  }
}
