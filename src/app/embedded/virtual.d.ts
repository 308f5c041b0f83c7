declare module 'virtual:embedded-runs' {
  /** Address of runs as JSON, the opening one first. */
  const url: string
  export default url
}

declare module 'virtual:postgres-parts' {
  interface Part {
    readonly url: string
    /** As the build wrote it. */
    readonly packedBytes: number
    /** After inflating. */
    readonly bytes: number
  }
  const parts: {
    /** PGlite's `pglite.wasm`. */
    readonly wasm: Part
    /** PGlite's `pglite.data`. */
    readonly fsBundle: Part
    /** A data directory as a tar. */
    readonly snapshot: Part
  }
  export default parts
}

declare module 'virtual:embedded-atlas' {
  /** Address of an `Atlas` as JSON. */
  const url: string
  export default url
}

declare module 'virtual:versions' {
  /** `18.6`, without the name of what it is the version of. */
  const versions: { readonly pglite: string; readonly postgres: string; readonly stripe: string }
  export default versions
}
