/**
 * Randomness without a stream: each draw is a hash of the seed and of what it is for, so that a fault more or less
 * shifts no other draw.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

/** A number in [0, 1) that depends on nothing but the seed and the purpose. */
export function draw(seed: number, purpose: string): number {
  const hash = sha256(utf8ToBytes(`${seed}/${purpose}`))
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0) / 2 ** 32
}
