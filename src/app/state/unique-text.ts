/** A text that no other tab of this origin has made. `randomUUID` is missing on plain http. */
export function uniqueText(): string {
  return crypto.getRandomValues(new Uint32Array(4)).join('-')
}
