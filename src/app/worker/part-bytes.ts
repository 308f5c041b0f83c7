/**
 * Sizes of what is loaded, in bytes, unpacked: servers that compress tell no size of what comes out. A test compares
 * them with the installed files.
 */
export const partBytes = {
  wasm: 9_086_480,
  fsBundle: 6_242_272,
  /** About: the build makes it. */
  snapshot: 2_600_000,
} as const
