/** The hash by which two runs are told apart, in Node and in a browser alike. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { TraceEvent } from './trace.ts'

/** Covers what was done, in its order; neither captured rows nor verdicts, which other settings leave out. */
export function hashTrace(trace: readonly TraceEvent[]): string {
  const done = trace
    .filter(({ what }) => what.kind !== 'violated')
    .map(({ atMs, actor, subject, request, point, site, what }) =>
      JSON.stringify([atMs, actor, subject, request, point, site, what.kind === 'fault' ? null : what]),
    )
  return bytesToHex(sha256(utf8ToBytes(done.join('')))).slice(0, 16)
}
