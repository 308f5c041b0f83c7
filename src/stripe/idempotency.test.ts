import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { keyLifetimeMs } from './idempotency.ts'
import { inMinutes, mugOrder, openAccount } from './test-account.ts'

const idempotencyKey = 'checkout-1/createSession'

describe('P5: one key, one outcome', () => {
  test('the same request again gets the same body, marked as replayed, and makes nothing', async () => {
    const account = openAccount()
    const first = await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    const again = await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })

    expect(again).toEqual(first)
    expect(account.exchanges[1]?.handled.body).toBe(account.exchanges[0]?.handled.body)
    expect(headersOf(first)['idempotent-replayed']).toBeUndefined()
    expect(headersOf(again)).toMatchObject({
      'idempotent-replayed': 'true',
      'original-request': 'req_1',
      'request-id': 'req_2',
    })
    expect(again.lastResponse.idempotencyKey).toBe(idempotencyKey)
    expect(account.stripe.tables().sessions).toHaveLength(1)
    expect(account.exchanges[1]?.handled).toMatchObject({ replayed: true, effects: [] })
  })

  test('the replay is the first answer even when the session has moved on since', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    account.stripe.pay('cs_1', 0, { method: 'card' })
    const again = await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    expect(again).toMatchObject({ status: 'open', url: 'https://checkout.stripe.com/c/pay/cs_1' })
  })

  test('a replay comes before validation: an expires_at that has become too soon is no matter', async () => {
    const account = openAccount()
    const params = mugOrder({ expires_at: inMinutes(account, 30) })
    await account.client.checkout.sessions.create(params, { idempotencyKey })
    account.nowMs += 10_000
    const again = await account.client.checkout.sessions.create(params, { idempotencyKey })
    expect(again.id).toBe('cs_1')
  })

  test('28b: recomputed parameters under the same key are an idempotency_error', async () => {
    const account = openAccount()
    const create = (): PromiseLike<unknown> =>
      account.client.checkout.sessions.create(mugOrder({ expires_at: inMinutes(account, 31) }), {
        idempotencyKey,
      })
    await create()
    account.nowMs += 10_000
    await expect(create()).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  })

  test('the same key for another endpoint is an idempotency_error, with equal parameters too', async () => {
    const { client } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    await client.checkout.sessions.create(mugOrder())
    await client.checkout.sessions.expire('cs_1', {}, { idempotencyKey: 'expire' })
    await expect(
      client.checkout.sessions.expire('cs_2', {}, { idempotencyKey: 'expire' }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError)

    await client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    await expect(client.checkout.sessions.expire('cs_1', {}, { idempotencyKey })).rejects.toBeInstanceOf(
      Stripe.errors.StripeIdempotencyError,
    )
  })

  test.each([
    ['error-before', 0],
    ['error-after', 1],
  ] as const)('the 500 of %s is replayed for as long as the key lives', async (fault, sessions) => {
    const account = openAccount()
    account.fault = fault
    const create = (key: string): Promise<unknown> =>
      account.client.checkout.sessions.create(mugOrder(), { idempotencyKey: key })
    await expect(create('k')).rejects.toMatchObject({ statusCode: 500 })

    const replayed = {
      statusCode: 500,
      headers: { 'idempotent-replayed': 'true', 'stripe-should-retry': 'false' },
    }
    await expect(create('k')).rejects.toMatchObject(replayed)
    expect(account.stripe.tables().sessions).toHaveLength(sessions)

    await expect(create('k2')).resolves.toMatchObject({ status: 'open' })
    expect(account.stripe.tables().sessions).toHaveLength(sessions + 1)
  })

  test('a replay is not reached by a fault inside Stripe, and says so', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    account.fault = 'error-before'
    await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    expect(account.exchanges[1]?.handled).toMatchObject({ status: 200, replayed: true, faulted: false })
  })

  test('what fails validation is not stored: the corrected request may use the key', async () => {
    const account = openAccount()
    const tooSoon = mugOrder({ expires_at: inMinutes(account, 29) })
    await expect(account.client.checkout.sessions.create(tooSoon, { idempotencyKey })).rejects.toMatchObject({
      statusCode: 400,
    })
    const session = await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    expect(session.id).toBe('cs_1')
  })

  test('a refusal by the endpoint itself is stored: expire of a session that is not open', async () => {
    const { client, stripe } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    stripe.pay('cs_1', 0, { method: 'card' })
    const expire = (): Promise<unknown> => client.checkout.sessions.expire('cs_1', {}, { idempotencyKey })
    await expect(expire()).rejects.toMatchObject({ statusCode: 400 })
    await expect(expire()).rejects.toMatchObject({ headers: { 'idempotent-replayed': 'true' } })
  })

  test('a key under way is a 409 that advises another try; released, it goes on', async () => {
    const account = openAccount()
    account.stripe.holdKey(idempotencyKey)
    await expect(
      account.client.checkout.sessions.create(mugOrder(), { idempotencyKey }),
    ).rejects.toMatchObject({
      statusCode: 409,
      code: 'idempotency_key_in_use',
      headers: { 'stripe-should-retry': 'true' },
    })
    expect(account.stripe.tables().sessions).toEqual([])

    account.stripe.releaseKey(idempotencyKey)
    const session = await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })
    expect(session.id).toBe('cs_1')
  })

  test('a key is forgotten after 24 hours, not a millisecond before', async () => {
    const account = openAccount()
    const create = async (): Promise<string> =>
      (await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey })).id
    expect(await create()).toBe('cs_1')
    account.nowMs = keyLifetimeMs - 1
    expect(await create()).toBe('cs_1')
    account.nowMs = keyLifetimeMs
    expect(await create()).toBe('cs_2')
    expect(await create()).toBe('cs_2')
  })

  test('255 characters are a key, 256 are refused', async () => {
    const { client } = openAccount()
    await client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k'.repeat(255) })
    await expect(
      client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k'.repeat(256) }),
    ).rejects.toMatchObject({ type: 'StripeInvalidRequestError' })
  })

  test('the order of parameters makes no other request', async () => {
    const { client } = openAccount()
    const { metadata, ...rest } = mugOrder()
    await client.checkout.sessions.create({ metadata, ...rest } as Stripe.Checkout.SessionCreateParams, {
      idempotencyKey,
    })
    const again = await client.checkout.sessions.create(
      { ...rest, metadata } as Stripe.Checkout.SessionCreateParams,
      { idempotencyKey },
    )
    expect(headersOf(again)['idempotent-replayed']).toBe('true')
  })
})

function headersOf(response: {
  readonly lastResponse: { readonly headers: Record<string, string> }
}): Record<string, string | undefined> {
  return response.lastResponse.headers
}
