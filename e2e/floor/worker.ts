import { openDatabase } from '#simulator/database.ts'

/** The program compiled, the other two files compressed as they came. */
export interface FloorParts {
  readonly wasmModule: WebAssembly.Module
  readonly fsBundle: Blob
  readonly snapshot: Blob
}

onmessage = async ({ data: { wasmModule, ...packed } }: MessageEvent<FloorParts>) => {
  const [fsBundle, snapshot] = await Promise.all([inflate(packed.fsBundle), inflate(packed.snapshot)])
  const database = await openDatabase({ wasmModule, fsBundle, snapshot })
  await database.query('select 1')
  postMessage('answered')
}

function inflate(packed: Blob): Promise<Blob> {
  return new Response(packed.stream().pipeThrough(new DecompressionStream('gzip'))).blob()
}
