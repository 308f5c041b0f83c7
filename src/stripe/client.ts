/**
 * The official Stripe client, made fit for a simulation.
 *
 * Left to itself it makes up a random idempotency key for every POST, waits on real timers before it retries
 * (after ECONNRESET and EPIPE even with retries switched off), asks the machine for the time and for its name,
 * and reads bodies and hashes in tasks of their own. Here each of these has its place taken.
 */
import Stripe from 'stripe'
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
}

/**
 * The official client over a simulated network: no timers, no retries, no telemetry, no random keys.
 *
 * Its `webhooks.constructEvent` works at once, and by `nowMs` where it is not given a `receivedAt`. Making one
 * costs as much as a few calls and it keeps no state: one client may serve a machine through all its lives.
 *
 * @example
 * const stripe = createStripeClient({ secretKey, send: network.stripe, nowMs: server.nowMs })
 * const session = await stripe.checkout.sessions.create({ … }, { idempotencyKey })
 */
export function createStripeClient({ secretKey, send, nowMs }: StripeClientOptions): Stripe {
  const client = new Stripe(secretKey, {
    httpClient: new SimulatedHttpClient(send),
    maxNetworkRetries: 0,
    telemetry: false,
  })
  client.webhooks = synchronousWebhooks(nowMs)
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

/** How the client's own keys begin. They do not survive a crash, so for the API they are as good as none. */
const randomKeyPrefix = 'stripe-node-retry-'

class SimulatedHttpClient extends Stripe.HttpClient {
  readonly #send: StripeClientOptions['send']

  constructor(send: StripeClientOptions['send']) {
    super()
    this.#send = send
  }

  override getClientName(): string {
    return 'simulated'
  }

  override async makeRequest(
    _host: string,
    _port: string,
    path: string,
    method: string,
    headers: Readonly<Record<string, string | number | string[]>>,
    body: string,
  ): Promise<SimulatedHttpResponse> {
    const request = { method, path, headers: forwarded(headers), body: method === 'POST' ? body : '' }
    try {
      return new SimulatedHttpResponse(await this.#send(request))
    } catch (error) {
      throw connectionError(error)
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

function forwarded(headers: Readonly<Record<string, string | number | string[]>>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const isRandomKey = name === 'Idempotency-Key' && String(value).startsWith(randomKeyPrefix)
    if (forwardedHeaders.includes(name.toLowerCase()) && !isRandomKey)
      kept[name.toLowerCase()] = String(value)
  }
  return kept
}

/** Only the code of a time-out passes: after ECONNRESET and EPIPE the client would retry, on a real timer. */
function connectionError(cause: unknown): Error {
  const timedOut =
    cause instanceof Error && 'code' in cause && cause.code === Stripe.HttpClient.TIMEOUT_ERROR_CODE
  if (timedOut) return Stripe.HttpClient.makeTimeoutError()
  return new Error('The connection to Stripe was lost', { cause })
}
