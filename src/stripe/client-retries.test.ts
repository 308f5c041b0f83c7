import { Agent, createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import Stripe from 'stripe'
import { afterEach, expect, test, vi } from 'vitest'
import { createStripeClient } from './client.ts'
import { mugOrder, secretKey } from './test-account.ts'
import type { StripeResponse } from './api.ts'

/**
 * The official client on a server of this machine and ours on the same list of answers: they send the same requests. A
 * version of the client with another policy fails here.
 */

afterEach(() => vi.restoreAllMocks())

const retry = (advice: string) => ({ 'stripe-should-retry': advice })
const answer = (status: number, headers: Readonly<Record<string, string>> = {}): StripeResponse => ({
  status,
  headers,
  body: status === 200 ? '{"id":"cs_1"}' : '{"error":{"type":"api_error","message":"no"}}',
})
type Answer = StripeResponse | 'lost' | 'timeout'

/** What the server answers, one after the other; each list is longer than the client asks. */
const lists: Readonly<Record<string, readonly Answer[]>> = {
  'a 200': [answer(200), answer(200)],
  'one lost connection': ['lost', answer(200), answer(200)],
  'two lost connections': ['lost', 'lost', answer(200), answer(200)],
  'lost connections': ['lost', 'lost', 'lost', 'lost', 'lost'],
  'a time-out': ['timeout', answer(200), answer(200)],
  'time-outs': ['timeout', 'timeout', 'timeout', 'timeout'],
  'a lost connection, a time-out, a 500': ['lost', 'timeout', answer(500), answer(200)],
  'a 409': [answer(409), answer(200), answer(200)],
  'a 409 that is not to be retried': [answer(409, retry('false')), answer(200)],
  '500s': [answer(500), answer(500), answer(500), answer(500)],
  'a 503': [answer(503), answer(200), answer(200)],
  'a 500 that is not to be retried': [answer(500, retry('false')), answer(200)],
  'a 429': [answer(429), answer(200)],
  'a 429 that is to be retried': [answer(429, retry('true')), answer(200), answer(200)],
  'a 400': [answer(400), answer(200)],
}

const calls: Readonly<Record<string, (stripe: Stripe) => Promise<unknown>>> = {
  'a create without a key': (stripe) => stripe.checkout.sessions.create(mugOrder()),
  'a create with a key': (stripe) => stripe.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k' }),
  'a retrieve': (stripe) => stripe.checkout.sessions.retrieve('cs_1'),
  'an expire': (stripe) => stripe.checkout.sessions.expire('cs_1'),
}

interface Sent {
  readonly requests: readonly (readonly (string | undefined)[])[]
  readonly pausesMs: readonly number[]
  /** Type of the error that the call ends with; null: none. */
  readonly error: string | null
}

const cases = Object.keys(calls).flatMap((call) => Object.keys(lists).map((list) => [call, list] as const))

test.each(cases)('%s, answered with %s, is the same for both clients', async (call, list) => {
  const perform = calls[call] ?? (() => Promise.reject(new Error('no such call')))
  const official = await askOfficial(perform, lists[list] ?? [])
  expect(await askOurs(perform, lists[list] ?? [])).toEqual(official)
  expect(official.requests.length).toBeGreaterThan(0)
})

test('two calls of one client have two keys, and each keeps its own', async () => {
  const twice = async (stripe: Stripe): Promise<void> => {
    await stripe.checkout.sessions.create(mugOrder())
    await stripe.checkout.sessions.create(mugOrder())
  }
  const answers: readonly Answer[] = ['lost', answer(200), answer(500), answer(200)]
  const ours = await askOurs(twice, answers)
  expect(ours).toEqual(await askOfficial(twice, answers))
  expect(ours.requests.map(([, , key]) => key)).toEqual(['own 1', 'own 1', 'own 2', 'own 2'])
})

/** The keys that a client made up, numbered in the order in which they came. */
function keysByNumber(): (key: string | undefined) => string | undefined {
  const own: string[] = []
  return (key) => {
    if (key === undefined || !/^stripe-node-retry-[0-9a-f-]+$/.test(key)) return key
    if (!own.includes(key)) own.push(key)
    return `own ${own.indexOf(key) + 1}`
  }
}

async function outcomeOf(perform: Promise<unknown>): Promise<string | null> {
  try {
    await perform
    return null
  } catch (error) {
    return error instanceof Stripe.errors.StripeError ? error.type : String(error)
  }
}

async function askOurs(
  perform: (stripe: Stripe) => Promise<unknown>,
  answers: readonly Answer[],
): Promise<Sent> {
  const requests: (readonly (string | undefined)[])[] = []
  const pausesMs: number[] = []
  const numbered = keysByNumber()
  let ids = 0
  const client = createStripeClient({
    secretKey,
    nowMs: () => 0,
    newKeyId: () => `${(ids += 1)}`,
    pause: async (ms) => void pausesMs.push(ms),
    async send({ method, path, headers, body }) {
      const given = answers[requests.length]
      requests.push([method, path, numbered(headers['idempotency-key']), body])
      if (given === undefined) throw new Error('The list of answers is at its end')
      if (given === 'lost') throw Object.assign(new Error('lost'), { code: 'ECONNRESET' })
      if (given === 'timeout') throw Object.assign(new Error('late'), { code: 'ETIMEDOUT' })
      return given
    },
  })
  const error = await outcomeOf(perform(client))
  return { requests, pausesMs, error }
}

async function askOfficial(
  perform: (stripe: Stripe) => Promise<unknown>,
  answers: readonly Answer[],
): Promise<Sent> {
  const requests: (readonly (string | undefined)[])[] = []
  const numbered = keysByNumber()
  const agent = new WatchedAgent()
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const given = answers[requests.length]
      requests.push([request.method, request.url, numbered(headerOf(request)), body])
      if (given === undefined || given === 'lost') return void request.socket.destroy()
      // The client's own signal that its time is up, without waiting for it.
      if (given === 'timeout') return void agent.latest?.emit('timeout')
      response.writeHead(given.status, { ...given.headers }).end(given.body)
    })
  })
  const port = await listening(server)
  const pausesMs = skipPauses()
  const client = new Stripe(secretKey, {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    telemetry: false,
    httpClient: Stripe.createNodeHttpClient(agent),
  })
  try {
    const error = await outcomeOf(perform(client))
    return { requests, pausesMs, error }
  } finally {
    vi.restoreAllMocks()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

/** One connection a request, and the latest of them. */
class WatchedAgent extends Agent {
  latest: Socket | null = null

  override createConnection(...options: Parameters<Agent['createConnection']>) {
    const socket = super.createConnection(...options)
    this.latest = socket as Socket
    return socket
  }
}

/** Lets the client's pauses end at once. @returns their lengths, milliseconds, as they come */
function skipPauses(): readonly number[] {
  const pausesMs: number[] = []
  const real = globalThis.setTimeout
  const skipped = ((callback: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => {
    pausesMs.push(ms ?? 0)
    return real(callback, 0, ...values)
  }) as typeof setTimeout
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(skipped)
  return pausesMs
}

function headerOf({ headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key']
  return Array.isArray(key) ? key.join() : key
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request) body += String(part)
  return body
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
}
