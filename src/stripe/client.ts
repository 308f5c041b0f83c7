/**
 * The official Stripe client, made fit for a simulation.
 *
 * By default it makes up a random idempotency key for every POST, waits on real timers before it retries
 * (after ECONNRESET and EPIPE even with retries switched off), asks the machine for the time and for its name,
 * and reads bodies and hashes in tasks of their own. Here each of these has its place taken.
 */
import Stripe from 'stripe'
import { maxNetworkRetries, retryPauseMs, shouldRetry } from './client-retries.ts'
import { hmacHex } from './signature.ts'
import { toUnixMs } from './time.ts'
import type { StripeRequest, StripeResponse } from './api.ts'

export interface StripeClientOptions {
  readonly secretKey: string
  /**
   * The network. It may never settle, which is what a process sees that dies meanwhile. To time out, reject
   * with an error whose `code` is `ETIMEDOUT`; any other rejection is a lost connection.
   */
  send(request: StripeRequest): Promise<StripeResponse>
  /** The clock of the machine that the client runs on, virtual milliseconds; for signatures that name no time. */
  nowMs(): number
  /** What makes the client's own key for a call unique, in place of a random UUID; asked once a call. */
  newKeyId(call: Pick<StripeRequest, 'method' | 'path'>): string
  /**
   * Waits before the client sends a call again, milliseconds. It may never settle, as `send`. Null: each call is sent
   * once. The official client cannot be set so: with `maxNetworkRetries: 0` it still sends a call again after ECONNRESET
   * or EPIPE.
   */
  readonly pause: ((ms: number) => Promise<void>) | null
}

/**
 * The official client over a simulated network: no real timers, no telemetry, nothing random. It sends calls again as
 * the client does by default (`client-retries.ts`), each under one key.
 *
 * Its `webhooks.constructEvent` works at once, and by `nowMs` where it is not given a `receivedAt`. Making one
 * costs as much as a few calls and it keeps no state: one client may serve a machine through all its lives.
 *
 * @example
 * const stripe = createStripeClient({ secretKey, send: network.stripe, nowMs: server.nowMs, newKeyId, pause: sleep })
 * const session = await stripe.checkout.sessions.create({ … }, { idempotencyKey })
 */
export function createStripeClient(options: StripeClientOptions): Stripe {
  const client = new Stripe(options.secretKey, {
    httpClient: new SimulatedHttpClient(options),
    maxNetworkRetries: 0,
    telemetry: false,
  })
  client.webhooks = synchronousWebhooks(options.nowMs)
  return client
}

/** HMAC without SubtleCrypto; give it to `constructEvent` where the client is not ours. */
export function createCryptoProvider(): Stripe.CryptoProvider {
  return new NobleCryptoProvider()
}

/** A webhook as it arrived. */
export interface ReceivedWebhook {
  /** The raw body, exactly as sent. */
  readonly payload: string
  /** The header `Stripe-Signature`. */
  readonly header: string
  readonly secret: string
  /** By whatever clock is to be trusted, the database's for choice; virtual milliseconds. */
  readonly receivedAtMs: number
}

/**
 * The event of a webhook that Stripe signed within the last 300 seconds.
 *
 * @throws {Stripe.errors.StripeSignatureVerificationError} for a bad signature, an old one, or none
 */
export function verifyWebhook({ payload, header, secret, receivedAtMs }: ReceivedWebhook): Stripe.Event {
  return synchronousWebhooks(() => receivedAtMs).constructEvent(payload, header, secret)
}

/** Headers that may reach the network, and so the trace; the others name the platform. */
const forwardedHeaders = ['authorization', 'content-type', 'idempotency-key', 'stripe-version']

/** How the keys begin that the client makes up for a POST without one. They do not survive a crash. */
const ownKeyPrefix = 'stripe-node-retry-'

type NetworkParts = Pick<StripeClientOptions, 'send' | 'newKeyId' | 'pause'>

class SimulatedHttpClient extends Stripe.HttpClient {
  readonly #network: NetworkParts

  constructor(network: NetworkParts) {
    super()
    this.#network = network
  }

  override getClientName(): string {
    return 'simulated'
  }

  /** One call, and its retries under the same key. */
  override async makeRequest(
    _host: string,
    _port: string,
    path: string,
    method: string,
    headers: Readonly<Record<string, string | number | string[]>>,
    body: string,
  ): Promise<SimulatedHttpResponse> {
    const { newKeyId, pause } = this.#network
    const kept = forwarded(headers, () => newKeyId({ method, path }))
    const request = { method, path, headers: kept, body: method === 'POST' ? body : '' }
    for (let retries = 0; ; retries += 1) {
      const { response, error } = await this.#sendOnce(request)
      if (pause === null || retries === maxNetworkRetries || !shouldRetry(response)) {
        if (response === null) throw connectionError(error)
        return new SimulatedHttpResponse(response)
      }
      await pause(retryPauseMs)
    }
  }

  async #sendOnce(
    request: StripeRequest,
  ): Promise<{ readonly response: StripeResponse | null; readonly error?: unknown }> {
    try {
      return { response: await this.#network.send(request) }
    } catch (error) {
      return { response: null, error }
    }
  }
}

class SimulatedHttpResponse extends Stripe.HttpClientResponse {
  readonly #response: StripeResponse

  constructor(response: StripeResponse) {
    super(response.status, { ...response.headers })
    this.#response = response
  }

  /** What becomes `lastResponse`, in the shape that it has on Node. */
  override getRawResponse(): unknown {
    return { statusCode: this.#response.status, headers: { ...this.#response.headers } }
  }

  /** By microtask alone: a native body would take a task in a browser and none in Node. */
  override async toJSON(): Promise<unknown> {
    return this._parseResponseBody(this.#response.body) as unknown
  }
}

class NobleCryptoProvider extends Stripe.CryptoProvider {
  override computeHMACSignature(payload: string, secret: string): string {
    return hmacHex(payload, secret)
  }

  override async computeHMACSignatureAsync(payload: string, secret: string): Promise<string> {
    return hmacHex(payload, secret)
  }
}

function synchronousWebhooks(nowMs: () => number): Stripe['webhooks'] {
  const cryptoProvider = createCryptoProvider()
  return {
    ...Stripe.webhooks,
    constructEvent: (payload, header, secret, tolerance, provider, receivedAt) =>
      Stripe.webhooks.constructEvent(
        payload,
        header,
        secret,
        tolerance,
        provider ?? cryptoProvider,
        receivedAt ?? toUnixMs(nowMs()),
      ),
    constructEventAsync: (payload, header, secret, tolerance, provider, receivedAt) =>
      Stripe.webhooks.constructEventAsync(
        payload,
        header,
        secret,
        tolerance,
        provider ?? cryptoProvider,
        receivedAt ?? toUnixMs(nowMs()),
      ),
  }
}

function forwarded(
  headers: Readonly<Record<string, string | number | string[]>>,
  newKeyId: () => string,
): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (!forwardedHeaders.includes(lower)) continue
    const isOwnKey = lower === 'idempotency-key' && String(value).startsWith(ownKeyPrefix)
    kept[lower] = isOwnKey ? `${ownKeyPrefix}${newKeyId()}` : String(value)
  }
  return kept
}

/** Only the code of a time-out passes: after ECONNRESET and EPIPE the client's own loop would retry, on a real timer. */
function connectionError(cause: unknown): Error {
  const timedOut =
    cause instanceof Error && 'code' in cause && cause.code === Stripe.HttpClient.TIMEOUT_ERROR_CODE
  if (timedOut) return Stripe.HttpClient.makeTimeoutError()
  return new Error('The connection to Stripe was lost', { cause })
}
