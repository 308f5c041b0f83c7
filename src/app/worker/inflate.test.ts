import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Damaged, inflate, inflateAll } from './inflate.ts'

const file = new Uint8Array(200_000).map((_, at) => (at * at) % 251)
const packed = new Uint8Array(gzipSync(file))

/** In pieces of that many bytes; then it ends, or breaks off. */
function streamOf(bytes: Uint8Array<ArrayBuffer>, piece = 64_000, end: 'ends' | 'breaks off' = 'ends') {
  let at = 0
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, (at += piece)))
      else if (end === 'ends') controller.close()
      else controller.error(new TypeError('network error'))
    },
  })
}

function changedAt(at: number): Uint8Array<ArrayBuffer> {
  const changed = packed.slice()
  changed[at] = (changed[at] ?? 0) ^ 0x10
  return changed
}

describe('inflating a file of Postgres’s', () => {
  test.each([
    ['compressed', packed, 64_000],
    ['compressed, its first byte alone', packed, 1],
    ['not compressed, since the browser has inflated it', file, 64_000],
  ])('%s', async (_what, bytes, piece) => {
    const whole = await inflateAll(streamOf(bytes, piece), file.length)
    expect(Buffer.compare(new Uint8Array(whole), file)).toBe(0)
  })

  test.each<[string, ReadableStream<Uint8Array<ArrayBuffer>>]>([
    ['cut off', streamOf(packed.slice(0, -20_000))],
    ['cut within its checksum', streamOf(packed.slice(0, -5))],
    ['breaking off', streamOf(packed.slice(0, 30_000), 10_000, 'breaks off')],
    ['breaking off at once', streamOf(new Uint8Array(0), 1, 'breaks off')],
    ['changed within', streamOf(changedAt(packed.length >> 1))],
    ['changed in its checksum', streamOf(changedAt(packed.length - 6))],
    ['with bytes after its end', streamOf(new Uint8Array([...packed, 1, 2, 3]))],
    ['inflated and cut off', streamOf(file.slice(0, -1))],
    ['inflated and too long', streamOf(new Uint8Array([...file, 0]))],
    ['a page of the host instead', streamOf(new TextEncoder().encode('<!doctype html>'))],
    ['empty', streamOf(new Uint8Array(0))],
  ])('%s: it came damaged', async (_what, stream) => {
    await expect(inflateAll(stream, file.length)).rejects.toThrow(Damaged)
  })

  test('who gives up reading gives up loading', async () => {
    let isCancelled = false
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => controller.enqueue(file),
      cancel: () => void (isCancelled = true),
    })
    await (await inflate(endless, 1e9)).cancel()
    expect(isCancelled).toBe(true)
  })
})
