/** What a worker says of something that was thrown: PGlite and Emscripten throw objects that are no errors, too. */
export function reasonOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message
  if (
    typeof thrown === 'object' &&
    thrown !== null &&
    'message' in thrown &&
    typeof thrown.message === 'string'
  )
    return thrown.message
  return typeof thrown === 'string' ? thrown : 'it gave no reason.'
}
