/**
 * Loads what Postgres needs, once for all workers of the page.
 *
 * The page compiles the program: several workers that compile the same file at once often fail. It keeps the other two
 * files as they came, compressed; each worker inflates its own copy while the program is still being compiled.
 */
import parts from 'virtual:postgres-parts'
import { compileProgram } from './compile-program.ts'
import { Damaged } from './inflate.ts'
import type { LoadedParts, PackedFile } from './parts.ts'

/** Bytes that have come from the server, of how many in all: both as they are sent, compressed. */
export type OnProgress = (receivedBytes: number, totalBytes: number) => void

type Part = (typeof parts)[keyof typeof parts]

const { wasm, fsBundle, snapshot } = parts
/** What is downloaded before Postgres runs, in bytes, compressed. */
export const totalBytes = wasm.packedBytes + fsBundle.packedBytes + snapshot.packedBytes

let loaded: LoadedParts | null = null
/** Whether what the browser has in its cache may be damaged. */
let isSuspect = false
const watchers = new Set<OnProgress>()

/**
 * Loads them at the first call; later calls get the same. A failed attempt is not kept.
 *
 * Its promises reject with a sentence for the reader: `Unavailable` if the browser cannot run Postgres, `Damaged` if a
 * file is incomplete or changed, an `Error` if it does not come.
 */
export function loadParts(onProgress: OnProgress = () => undefined): LoadedParts {
  watchers.add(onProgress)
  const attempt = (loaded ??= download())
  Promise.all([attempt.files, attempt.program])
    .catch((error: unknown) => {
      if (loaded === attempt) loaded = null
      if (error instanceof Damaged) isSuspect = true
    })
    .finally(() => watchers.delete(onProgress))
    // Who called has the same promises.
    .catch(() => undefined)
  return attempt
}

/** Has the next call load them from the server again, past the browser's cache: Postgres did not start from these. */
export function forgetParts(): void {
  loaded = null
  isSuspect = true
}

function download(): LoadedParts {
  const cache: RequestCache = isSuspect ? 'reload' : 'default'
  isSuspect = false
  const count = createCounter()
  const packedOf = async (part: Part): Promise<PackedFile> => {
    const body = await request(part.url, cache)
    const packed = await new Response(body.pipeThrough(count(part))).blob().catch((cause: unknown) => {
      throw new Damaged(cause)
    })
    return { packed, bytes: part.bytes }
  }
  let attempts = 0
  const openProgram = async () => {
    const body = await request(wasm.url, cache)
    attempts += 1
    return attempts === 1 ? body.pipeThrough(count(wasm)) : body
  }
  return {
    program: compileProgram(openProgram, wasm.bytes),
    files: Promise.all([packedOf(fsBundle), packedOf(snapshot)]).then(([files, directory]) => ({
      fsBundle: files,
      snapshot: directory,
    })),
  }
}

/** @throws {Error} with a sentence for the reader if the server does not send the file */
async function request(url: string, cache: RequestCache): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const response = await fetch(url, { cache }).catch((cause: unknown) => {
    throw new Error('Postgres could not be loaded. Check your connection and try again.', { cause })
  })
  if (!response.ok || response.body === null)
    throw new Error(
      `Postgres could not be loaded: the server answered ${response.status}. Reload the page to get its newest version.`,
    )
  return response.body
}

/** Sums up what comes of all parts. */
function createCounter() {
  const received = new Map<Part, number>()
  return (part: Part) =>
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        // A host that compresses by itself sends another number of bytes than the build wrote.
        received.set(part, Math.min((received.get(part) ?? 0) + chunk.length, part.packedBytes))
        const sum = [...received.values()].reduce((total, bytes) => total + bytes, 0)
        for (const watch of watchers) watch(sum, totalBytes)
        controller.enqueue(chunk)
      },
    })
}
