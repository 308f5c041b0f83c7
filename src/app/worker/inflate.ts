/** Reading Postgres's files, which the build compresses with gzip. */

/** A file of Postgres's that is cut off or changed. Loading it again may help. */
export class Damaged extends Error {
  override readonly name = 'Damaged'

  constructor(cause?: unknown) {
    super('Postgres came damaged: one of its files is incomplete or changed. Try again to load it again.', {
      cause,
    })
  }
}

/**
 * Inflates what begins as gzip does and passes on everything else: a host may have sent `Content-Encoding`, and then
 * the browser has inflated it already. gzip carries a checksum, so altered bytes are found too.
 *
 * @param bytes length of the result
 * @returns a stream that fails with `Damaged` if it breaks off, does not inflate, or has another length
 */
export async function inflate(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  bytes: number,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const reader = body.getReader()
  const start = await readStart(reader)
  const whole = resume(start, reader)
  const isGzip = start[0] === 0x1f && start[1] === 0x8b
  const inflated = isGzip ? whole.pipeThrough(new DecompressionStream('gzip')) : whole
  return ofLength(inflated, bytes)
}

/** Inflates into one buffer of exactly that length. @throws {Damaged} */
export async function inflateAll(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  bytes: number,
): Promise<ArrayBuffer> {
  const whole = new Uint8Array(bytes)
  let at = 0
  const reader = (await inflate(body, bytes)).getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return whole.buffer
    whole.set(value, at)
    at += value.length
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>

/** At least two bytes, unless the stream has fewer. @throws {Damaged} if it breaks off */
async function readStart(reader: Reader): Promise<Uint8Array<ArrayBuffer>> {
  let start = new Uint8Array(0)
  while (start.length < 2) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new Damaged(cause)
    })
    if (done) break
    const longer = new Uint8Array(start.length + value.length)
    longer.set(start)
    longer.set(value, start.length)
    start = longer
  }
  return start
}

function resume(start: Uint8Array<ArrayBuffer>, rest: Reader): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      if (start.length > 0) controller.enqueue(start)
    },
    async pull(controller) {
      const { done, value } = await rest.read()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel: (reason) => rest.cancel(reason),
  })
}

/** Passes bytes on, and fails with `Damaged` at the first sign that they are not the whole file. */
function ofLength(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  bytes: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader()
  let left = bytes
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw new Damaged(cause)
      })
      if (done) {
        if (left > 0) throw new Damaged()
        return controller.close()
      }
      left -= value.length
      if (left < 0) throw new Damaged()
      controller.enqueue(value)
    },
    cancel: (reason) => reader.cancel(reason),
  })
}
