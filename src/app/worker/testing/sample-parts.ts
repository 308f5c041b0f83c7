/** Parts for tests whose workers open no database. */
import type { LoadedParts } from '../parts.ts'

const empty = { packed: new Blob(), bytes: 0 }
const emptyProgram = new Uint8Array([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00])

export function sampleParts(): LoadedParts {
  return {
    files: Promise.resolve({ fsBundle: empty, snapshot: empty }),
    program: Promise.resolve(new WebAssembly.Module(emptyProgram)),
  }
}

/** The program does not come. */
export function failingParts(error: Error): LoadedParts {
  const program = Promise.reject<WebAssembly.Module>(error)
  program.catch(() => undefined)
  return { ...sampleParts(), program }
}
