/** Compiles Postgres's program while it is still coming, and says truly why that failed. */
import { inflate, inflateAll } from './inflate.ts'

/** Postgres cannot run in this browser, however often one tries. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

type Body = ReadableStream<Uint8Array<ArrayBuffer>>

/**
 * @param open Asks for the file, compressed or not; called once more if the first attempt fails.
 * @param bytes Length of the program, inflated.
 * @throws {Unavailable} if the browser does not run it
 * @throws {Damaged} if the file is incomplete or changed
 */
export async function compileProgram(open: () => Promise<Body>, bytes: number): Promise<WebAssembly.Module> {
  if (!mayCompile()) throw new Unavailable('This browser blocks WebAssembly, which Postgres needs.')
  const body = await open()
  try {
    // Only a response of this type is compiled; what the host calls the file does not matter.
    const headers = { 'content-type': 'application/wasm' }
    return await WebAssembly.compileStreaming(new Response(await inflate(body, bytes), { headers }))
  } catch {
    // A program that is cut off or changed does not compile either, and browsers give one error for both. So it is
    // read once more and compared with its checksum before the browser is blamed.
    const program = await inflateAll(await open(), bytes)
    return await WebAssembly.compile(program).catch((cause: unknown) => {
      throw new Unavailable('This browser’s WebAssembly is too old for Postgres.', { cause })
    })
  }
}

/** Eight bytes, the smallest program: a policy that forbids WebAssembly forbids this one too. */
const emptyProgram = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])

function mayCompile(): boolean {
  try {
    return new WebAssembly.Module(emptyProgram) instanceof WebAssembly.Module
  } catch {
    return false
  }
}
