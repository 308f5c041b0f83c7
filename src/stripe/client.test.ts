import Stripe from 'stripe'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createStripeClient, type StripeClientOptions } from './client.ts'
import { mugOrder, openAccount, secretKey } from './test-account.ts'

afterEach(() => vi.restoreAllMocks())

describe('the official client in a simulation', () => {
  test('sends four headers and nothing that names the machine', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k' })
    const [{ request } = { request: undefined }] = account.exchanges
    expect(request?.headers).toEqual({
      authorization: `Bearer ${secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      'idempotency-key': 'k',
      'stripe-version': expect.any(String) as string,
    })
    expect(request).toMatchObject({ method: 'POST', path: '/v1/checkout/sessions' })
  })

  test('has a key of its own for each POST without one, made from the id that it is given', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder())
    await account.client.checkout.sessions.create(mugOrder())
    await account.client.checkout.sessions.retrieve('cs_1')
    const keys = account.exchanges.map(({ request }) => request.headers['idempotency-key'])
    expect(keys).toEqual(['stripe-node-retry-1', 'stripe-node-retry-2', undefined])
    expect(account.stripe.tables()).toMatchObject({ sessions: [{}, {}], idempotency_keys: [{}, {}] })
  })

  test('needs no turn of the event loop from request to result, error or event', async () => {
    const account = openAccount()
    let settled = 0
    const count = (): void => void (settled += 1)
    account.client.checkout.sessions.create(mugOrder()).then(count, count)
    account.client.checkout.sessions.retrieve('cs_9').then(count, count)
    await microtasks(40)
    expect(settled).toBe(2)
  })

  test.each(['ECONNRESET', 'EPIPE', 'ECONNREFUSED', undefined])(
    'without a pause a connection lost by %s is a StripeConnectionError, tried once, with no timer',
    async (code) => {
      const timer = vi.spyOn(globalThis, 'setTimeout')
      const lost = Object.assign(new Error('lost'), { code })
      const send = vi.fn<StripeClientOptions['send']>(() => Promise.reject(lost))
      const error = await failureOf(send)
      expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError)
      expect(error).toMatchObject({ detail: { cause: lost } })
      expect(send).toHaveBeenCalledTimes(1)
      expect(timer).not.toHaveBeenCalled()
    },
  )

  test('a time-out is a StripeConnectionError that says so', async () => {
    const timeout = Object.assign(new Error('timed out'), { code: 'ETIMEDOUT' })
    const error = await failureOf(() => Promise.reject(timeout))
    expect(error).toBeInstanceOf(Stripe.errors.StripeConnectionError)
    expect(error).toMatchObject({ message: expect.stringContaining('timeout') as string })
  })

  test.each([500, 409, 429])('without a pause a %i is not tried again', async (status) => {
    const timer = vi.spyOn(globalThis, 'setTimeout')
    const body = JSON.stringify({ error: { type: 'api_error', message: 'no' } })
    const send = vi.fn<StripeClientOptions['send']>(() =>
      Promise.resolve({ status, headers: { 'stripe-should-retry': 'true' }, body }),
    )
    expect(await failureOf(send)).toMatchObject({ statusCode: status })
    expect(send).toHaveBeenCalledTimes(1)
    expect(timer).not.toHaveBeenCalled()
  })

  test('a body that is no JSON is a StripeAPIError', async () => {
    const error = await failureOf(() => Promise.resolve({ status: 502, headers: {}, body: '<html>' }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeAPIError)
  })

  test('a network that never answers leaves the call open and no timer behind', async () => {
    const timer = vi.spyOn(globalThis, 'setTimeout')
    let settled = false
    void failureOf(() => new Promise<never>(() => {})).finally(() => void (settled = true))
    await microtasks(40)
    expect(settled).toBe(false)
    expect(timer).not.toHaveBeenCalled()
  })

  test('the webhooks of one client go by its own clock, not by that of another', () => {
    const account = openAccount()
    const clientAt = (nowMs: number): Stripe =>
      createStripeClient({ ...alone, send: () => new Promise(() => {}), nowMs: () => nowMs })
    const early = clientAt(0)
    const late = clientAt(301_000)
    const header = account.stripe.sign('{}', 0)
    expect(() => early.webhooks.constructEvent('{}', header, 'whsec_shop')).not.toThrow()
    expect(() => late.webhooks.constructEvent('{}', header, 'whsec_shop')).toThrow(
      'Timestamp outside the tolerance zone',
    )
  })
})

const alone = { secretKey, newKeyId: () => '1', pause: null }

async function microtasks(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await Promise.resolve()
}

async function failureOf(send: StripeClientOptions['send']): Promise<unknown> {
  const client = createStripeClient({ ...alone, send, nowMs: () => 0 })
  try {
    await client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k' })
  } catch (error) {
    return error
  }
  throw new Error('The call succeeded')
}
