import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { toUnixSeconds } from './time.ts'

/** HMAC-SHA256 of a text under a secret, in hex. At once: SubtleCrypto would answer in a task of its own. */
export function hmacHex(payload: string, secret: string): string {
  return bytesToHex(hmac(sha256, utf8ToBytes(secret), utf8ToBytes(payload)))
}

/**
 * The value of the header `Stripe-Signature`.
 *
 * @param payload the raw body
 * @param nowMs the time of this attempt, virtual milliseconds: each attempt is signed anew
 */
export function signatureHeader(payload: string, secret: string, nowMs: number): string {
  const seconds = toUnixSeconds(nowMs)
  return `t=${seconds},v1=${hmacHex(`${seconds}.${payload}`, secret)}`
}
