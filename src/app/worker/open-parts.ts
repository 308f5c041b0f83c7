/** The worker's side of `parts.ts`. */
import type { PGlite } from '@electric-sql/pglite'
import { openDatabase } from '#simulator/database.ts'
import { inflateAll } from './inflate.ts'
import type { PackedFile, PackedFiles } from './parts.ts'
import { reasonOf } from './reason.ts'

type Inflated = Promise<readonly [fsBundle: ArrayBuffer, snapshot: ArrayBuffer]>

/** Inflates at once; the result is for `openParts`. Rejects with `Damaged`. */
export function inflateFiles({ fsBundle, snapshot }: PackedFiles): Inflated {
  const inflated = Promise.all([inflatePacked(fsBundle), inflatePacked(snapshot)] as const)
  // Who opens hears of it.
  inflated.catch(() => undefined)
  return inflated
}

/** @throws {Error} with a sentence for the reader */
export async function openParts(inflated: Inflated, wasmModule: WebAssembly.Module): Promise<PGlite> {
  const [fsBundle, snapshot] = await inflated
  const files = { wasmModule, fsBundle: new OnceBlob(fsBundle), snapshot: new OnceBlob(snapshot) }
  return openDatabase(files).catch((cause: unknown) => {
    // Files of another build have a right checksum too, and too little memory is seen here first.
    const reason = reasonOf(cause).replace(/\.$/, '')
    throw new Error(`Postgres did not start: ${reason}. Try again to load its files again.`, { cause })
  })
}

function inflatePacked({ packed, bytes }: PackedFile): Promise<ArrayBuffer> {
  return inflateAll(packed.stream(), bytes)
}

/**
 * What PGlite takes as a blob, without a copy in the browser's process: it reads each once, and holds on to what it
 * was given for as long as the database is open.
 */
class OnceBlob extends Blob {
  #buffer: ArrayBuffer | null

  constructor(buffer: ArrayBuffer) {
    super()
    this.#buffer = buffer
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    const buffer = this.#buffer
    this.#buffer = null
    if (buffer === null) return Promise.reject(new Error('It has been read before.'))
    return Promise.resolve(buffer)
  }
}
