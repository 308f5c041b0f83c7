declare module 'virtual:embedded-runs' {
  /** Address of runs as JSON, the opening one first. */
  const url: string
  export default url
}

declare module 'virtual:database-snapshot' {
  /** Address of a gzipped data directory. */
  const url: string
  export default url
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
