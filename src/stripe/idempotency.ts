/**
 * The idempotency layer of the API (v1): one key, one outcome.
 *
 * P5  From the moment at which a request is executed its key has one outcome, status and body, for 24 hours:
 *     success and failure alike, 500s included. A request that fails validation leaves no trace.
 */
import { ApiError, invalidRequest } from './errors.ts'

/** For how long a key is remembered at least, and here exactly, milliseconds. */
export const keyLifetimeMs = 24 * 60 * 60 * 1000

const longestKeyCharacters = 255

/** The first result under a key. */
export interface Outcome {
  readonly status: number
  readonly body: string
  /** Of the request that gave it. */
  readonly requestId: string
}

/** A key as the ledger's tables show it. */
export interface StoredKey {
  readonly key: string
  /** `POST /v1/checkout/sessions` */
  readonly endpoint: string
  readonly fingerprint: string
  readonly outcome: Outcome
  /** Virtual milliseconds. */
  readonly storedMs: number
}

export class IdempotencyKeys {
  readonly #stored = new Map<string, StoredKey>()
  readonly #underWay = new Set<string>()
  #revision = 0

  /**
   * The outcome that the key has already; null: the request is new.
   *
   * @throws {ApiError} 409 while another request holds the key, 400 idempotency_error where the key was first
   * used for something else, 400 for a key of more than 255 characters
   */
  find(key: string, endpoint: string, fingerprint: string, nowMs: number): Outcome | null {
    if (key.length > longestKeyCharacters) {
      throw invalidRequest(`An idempotency key can have up to ${longestKeyCharacters} characters.`)
    }
    if (this.#underWay.has(key)) throw keyInUse(key)
    const stored = this.#stored.get(key)
    if (stored === undefined) return null
    if (nowMs - stored.storedMs >= keyLifetimeMs) {
      this.#stored.delete(key)
      this.#revision += 1
      return null
    }
    if (stored.endpoint !== endpoint) throw otherUse(key, `for ${stored.endpoint}`)
    if (stored.fingerprint !== fingerprint) throw otherUse(key, 'with other parameters')
    return stored.outcome
  }

  /** P5: the first outcome is kept; `find` has seen to it that there is none yet. */
  store(entry: StoredKey): void {
    if (this.#stored.has(entry.key)) throw new Error(`P5: ${entry.key} has an outcome already`)
    this.#stored.set(entry.key, entry)
    this.#revision += 1
  }

  /** Marks a request with this key as under way: others with it get a 409 until it is released. False: one is already. */
  hold(key: string): boolean {
    if (this.#underWay.has(key)) return false
    this.#underWay.add(key)
    return true
  }

  release(key: string): void {
    this.#underWay.delete(key)
  }

  /** Grows with each key stored or forgotten. */
  revision(): number {
    return this.#revision
  }

  /** In the order in which they were stored. */
  all(): readonly StoredKey[] {
    return [...this.#stored.values()]
  }
}

function keyInUse(key: string): ApiError {
  return new ApiError(
    409,
    'invalid_request_error',
    `Another request with the idempotency key '${key}' is still under way. Try again later.`,
    { code: 'idempotency_key_in_use' },
  )
}

function otherUse(key: string, how: string): ApiError {
  return new ApiError(
    400,
    'idempotency_error',
    `Keys for idempotent requests stand for one request: '${key}' was first used ${how}. ` +
      `Use another key to send another request.`,
  )
}
