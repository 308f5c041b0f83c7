/** What the page sends to a worker that opens a Postgres of its own, and how the worker takes it. */

/** A file as it came from the server: compressed, unless the host or the browser has inflated it. */
export interface PackedFile {
  /** A blob lies in the browser's process: the page and its workers hold no copies of these megabytes. */
  readonly packed: Blob
  /** Inflated. */
  readonly bytes: number
}

export interface PackedFiles {
  /** PGlite's `pglite.data`. */
  readonly fsBundle: PackedFile
  /** A data directory as a tar. */
  readonly snapshot: PackedFile
}

/** As it comes, a promise each: a worker inflates the files while the program is still being compiled. */
export interface LoadedParts {
  readonly files: Promise<PackedFiles>
  /** PGlite's `pglite.wasm`. */
  readonly program: Promise<WebAssembly.Module>
}

export type PartsMessage =
  | { readonly kind: 'files'; readonly files: PackedFiles }
  | { readonly kind: 'start'; readonly program: WebAssembly.Module }

/** Sends a worker what it starts with, in this order. Rejects as the parts do. */
export async function sendParts(
  post: (message: PartsMessage) => void,
  { files, program }: LoadedParts,
): Promise<void> {
  // Who awaits one must not leave the other's failure unheard.
  void Promise.allSettled([files, program])
  post({ kind: 'files', files: await files })
  post({ kind: 'start', program: await program })
}
