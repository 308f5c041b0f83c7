declare module 'virtual:embedded-runs' {
  const runs: readonly import('#simulator').Run[]
  export default runs
}

declare module 'virtual:database-snapshot' {
  /** Address of a gzipped data directory. */
  const url: string
  export default url
}
