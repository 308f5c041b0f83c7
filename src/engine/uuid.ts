/** An id made from a text: the same text, the same id, on every machine. Not secret, and no proof of anything. */

/** @returns a version 8 UUID of 122 bits of the text's hash */
export function uuidOf(text: string): string {
  const hex = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x71374491]
    .map((seed) => hash(text, seed).toString(16).padStart(8, '0'))
    .join('')
  const variant = (8 + (Number.parseInt(hex.charAt(16), 16) & 3)).toString(16)
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join('-')
}

/** MurmurHash3's 32 bits over the text's code units. */
function hash(text: string, seed: number): number {
  let state = seed
  for (let index = 0; index < text.length; index += 1) {
    let unit = Math.imul(text.charCodeAt(index), 0xcc9e2d51)
    unit = Math.imul((unit << 15) | (unit >>> 17), 0x1b873593)
    state ^= unit
    state = (Math.imul((state << 13) | (state >>> 19), 5) + 0xe6546b64) | 0
  }
  state ^= text.length
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}
