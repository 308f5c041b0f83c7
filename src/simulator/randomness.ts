/**
 * Randomness without a stream: each draw is a hash of the seed and of what it is for, so that a fault more or less
 * shifts no other draw.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** A number in [0, 1) that depends on nothing but the seed and the purpose. */
export function draw(seed: number, purpose: string): number {
  const hash = sha256(utf8ToBytes(`${seed}/${purpose}`))
  return new DataView(hash.buffer, hash.byteOffset).getUint32(0) / 2 ** 32
}

/** A version 4 UUID that depends on nothing but the seed and the purpose. */
export function drawUuid(seed: number, purpose: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(`${seed}/${purpose}`)))
  const variant = (8 + (Number.parseInt(hex.charAt(16), 16) & 3)).toString(16)
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`]
  return [...parts, `${variant}${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
}
