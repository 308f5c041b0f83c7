import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { callOf } from './api.ts'
import { inMinutes, mugOrder, openAccount, secretKey, settlesLaterMs } from './test-account.ts'
import { toUnixSeconds } from './time.ts'

const {
  StripeAPIError,
  StripeAuthenticationError,
  StripeIdempotencyError,
  StripeInvalidRequestError,
  StripeRateLimitError,
} = Stripe.errors

describe('refusals, as the classes of the official client', () => {
  test('a wrong key is a StripeAuthenticationError that does not give the key away', async () => {
    const { client } = openAccount('sk_live_somebody_else')
    const error = await failureOf(client.checkout.sessions.create(mugOrder()))
    expect(error).toBeInstanceOf(StripeAuthenticationError)
    expect(error).toMatchObject({ statusCode: 401, rawType: 'authentication_error', requestId: 'req_1' })
    expect(error.message).not.toContain('sk_live_somebody_else')
  })

  test('no key at all is a 401 too', () => {
    const { stripe } = openAccount()
    const request = { method: 'GET', path: '/v1/checkout/sessions', headers: {}, body: '' }
    expect(stripe.handle(request, 0)).toMatchObject({ status: 401 })
  })

  test('an unknown session is a 404 resource_missing, for retrieve and for expire', async () => {
    const { client } = openAccount()
    for (const call of [client.checkout.sessions.retrieve('cs_9'), client.checkout.sessions.expire('cs_9')]) {
      const error = await failureOf(call)
      expect(error).toBeInstanceOf(StripeInvalidRequestError)
      expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'session' })
      expect(error.message).toContain("'cs_9'")
    }
  })

  test.each([
    ['GET', '/v1/customers'],
    ['DELETE', '/v1/checkout/sessions/cs_1'],
    ['POST', '/v1/checkout/sessions/cs_1/pay'],
    ['GET', '/v1/checkout/sessions/cs_1/expire'],
    ['POST', '/v1/checkout/sessions/'],
    ['GET', '/v2/checkout/sessions'],
  ])('%s %s is a 404', (method, path) => {
    const { stripe } = openAccount()
    const headers = { Authorization: `Bearer ${secretKey}` }
    expect(callOf({ method, path })).toBeNull()
    expect(stripe.handle({ method, path, headers, body: '' }, 0)).toMatchObject({ status: 404 })
  })

  test('429 is a StripeRateLimitError, changes nothing and leaves the key unused', async () => {
    const account = openAccount()
    account.fault = 'rate-limited'
    const error = await failureOf(
      account.client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k' }),
    )
    expect(error).toBeInstanceOf(StripeRateLimitError)
    expect(error).toMatchObject({ statusCode: 429, code: 'rate_limit' })
    expect(account.stripe.tables()).toMatchObject({ sessions: [], idempotency_keys: [] })

    const session = await account.client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k' })
    expect(session.id).toBe('cs_1')
  })

  test.each([
    ['error-before', 0],
    ['error-after', 1],
  ] as const)('%s is a StripeAPIError with %i sessions made', async (fault, sessions) => {
    const account = openAccount()
    account.fault = fault
    const error = await failureOf(account.client.checkout.sessions.create(mugOrder()))
    expect(error).toBeInstanceOf(StripeAPIError)
    expect(error).toMatchObject({ statusCode: 500, rawType: 'api_error' })
    expect(account.stripe.tables().sessions).toHaveLength(sessions)
    expect(account.exchanges[0]?.handled.faulted).toBe(true)
  })

  test('expire after which Stripe fails has ended the session all the same', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder())
    account.fault = 'error-after'
    await failureOf(account.client.checkout.sessions.expire('cs_1'))
    expect((await account.client.checkout.sessions.retrieve('cs_1')).status).toBe('expired')
  })

  test('an idempotency_error is a StripeIdempotencyError', async () => {
    const { client } = openAccount()
    await client.checkout.sessions.create(mugOrder(), { idempotencyKey: 'k' })
    const other = mugOrder({ client_reference_id: 'order-2' })
    const error = await failureOf(client.checkout.sessions.create(other, { idempotencyKey: 'k' }))
    expect(error).toBeInstanceOf(StripeIdempotencyError)
    expect(error).toMatchObject({ statusCode: 400, rawType: 'idempotency_error' })
  })
})

describe('parameters of a new session', () => {
  const item = { currency: 'eur', unit_amount: 1200, product_data: { name: 'Mug' } }

  test.each([
    ['mode', 'parameter_missing', {}, 'mode'],
    ['success_url', 'parameter_missing', {}, 'success_url'],
    ['line_items', 'parameter_missing', {}, 'line_items'],
    ['an unknown name', 'parameter_unknown', { colour: 'red' }, 'colour'],
    ['a URL that is none', 'url_invalid', { success_url: 'thanks' }, 'success_url'],
    ['no integer', 'parameter_invalid_integer', { expires_at: 1.5 }, 'expires_at'],
    [
      'quantity 0',
      'parameter_invalid_integer',
      { line_items: [{ quantity: 0, price_data: item }] },
      'line_items[0][quantity]',
    ],
    [
      'no quantity in the second line',
      'parameter_missing',
      { line_items: [{ quantity: 1, price_data: item }, { price_data: item }] },
      'line_items[1][quantity]',
    ],
    [
      'fractions of a cent',
      'parameter_invalid_integer',
      { line_items: [{ quantity: 1, price_data: { ...item, unit_amount: 0.5 } }] },
      'line_items[0][price_data][unit_amount]',
    ],
    [
      'under 50 cents',
      'amount_too_small',
      { line_items: [{ quantity: 1, price_data: { ...item, unit_amount: 49 } }] },
      'line_items',
    ],
    ['a long reference', undefined, { client_reference_id: 'x'.repeat(201) }, 'client_reference_id'],
    ['a long metadata value', undefined, { metadata: { a: 'x'.repeat(501) } }, 'metadata[a]'],
  ])('%s: %s', async (what, code, changes, param) => {
    const account = openAccount()
    const params = { ...mugOrder(), ...changes } as Record<string, unknown>
    if (what === param) delete params[param]
    const error = await failureOf(account.client.checkout.sessions.create(params))
    expect(error).toBeInstanceOf(StripeInvalidRequestError)
    expect(error).toMatchObject({ statusCode: 400, param })
    expect(error.code).toBe(code)
    expect(account.stripe.tables().sessions).toEqual([])
  })

  test.each([30 * 60, 24 * 60 * 60])('expires_at in %i s is accepted', async (seconds) => {
    const account = openAccount()
    account.nowMs = 1_234_999
    const expires_at = toUnixSeconds(account.nowMs) + seconds
    const session = await account.client.checkout.sessions.create(mugOrder({ expires_at }))
    expect(session.expires_at).toBe(expires_at)
  })

  test.each([30 * 60 - 1, 24 * 60 * 60 + 1])('expires_at in %i s is refused', async (seconds) => {
    const account = openAccount()
    account.nowMs = 1_234_999
    const expires_at = toUnixSeconds(account.nowMs) + seconds
    const error = await failureOf(account.client.checkout.sessions.create(mugOrder({ expires_at })))
    expect(error).toMatchObject({ statusCode: 400, param: 'expires_at' })
  })

  test('28b: a recorded expires_at of 30 minutes is refused ten seconds later', async () => {
    const account = openAccount()
    const params = mugOrder({ expires_at: inMinutes(account, 30) })
    account.nowMs += 10_000
    const error = await failureOf(account.client.checkout.sessions.create(params, { idempotencyKey: 'k' }))
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', param: 'expires_at' })
  })

  test('expand shows how the payment stands: only there does a failed one differ from one to come', async () => {
    const account = openAccount()
    const statusOf = async (id: string) => {
      const session = await account.client.checkout.sessions.retrieve(id, { expand: ['payment_intent'] })
      const { status, payment_status, payment_intent: intent } = session
      return [status, payment_status, typeof intent === 'object' ? intent?.status : intent]
    }
    for (const method of ['card', 'later', 'later-fails'] as const) {
      const { id } = await account.client.checkout.sessions.create(mugOrder())
      account.stripe.pay(id, account.nowMs, { method })
    }
    const all = async () => [await statusOf('cs_1'), await statusOf('cs_2'), await statusOf('cs_3')]
    expect(await all()).toEqual([
      ['complete', 'paid', 'succeeded'],
      ['complete', 'unpaid', 'processing'],
      ['complete', 'unpaid', 'processing'],
    ])
    account.nowMs += settlesLaterMs
    expect((await all()).slice(1)).toEqual([
      ['complete', 'paid', 'succeeded'],
      ['complete', 'unpaid', 'requires_payment_method'],
    ])
    const wrong = account.client.checkout.sessions.retrieve('cs_1', { expand: ['customer'] })
    expect(await failureOf(wrong)).toMatchObject({ statusCode: 400, param: 'expand' })
  })

  test('lines add up, and texts survive form-encoding', async () => {
    const { stripe, client } = openAccount()
    const session = await client.checkout.sessions.create(
      mugOrder({
        line_items: [
          { quantity: 2, price_data: item },
          { quantity: 3, price_data: { ...item, unit_amount: 100 } },
        ],
        metadata: { cart_id: 'a&b=c [d] + 1/2 é' },
      }),
    )
    expect(session.amount_total).toBe(2700)
    expect(session.metadata).toEqual({ cart_id: 'a&b=c [d] + 1/2 é' })
    expect(stripe.tables().sessions[0]?.cart_id).toBe('a&b=c [d] + 1/2 é')
  })
})

describe('the list of sessions', () => {
  test('the newest first, a page at a time, as auto-pagination walks it', async () => {
    const account = openAccount()
    for (let i = 0; i < 5; i += 1) {
      account.nowMs = i * 1000
      await account.client.checkout.sessions.create(mugOrder())
    }
    const page = await account.client.checkout.sessions.list({ limit: 2 })
    expect(page).toMatchObject({ has_more: true, url: '/v1/checkout/sessions' })
    expect(page.data.map(({ id }) => id)).toEqual(['cs_5', 'cs_4'])

    const all: string[] = []
    for await (const { id } of account.client.checkout.sessions.list({ limit: 2 })) all.push(id)
    expect(all).toEqual(['cs_5', 'cs_4', 'cs_3', 'cs_2', 'cs_1'])

    const back = await account.client.checkout.sessions.list({ limit: 2, ending_before: 'cs_2' })
    expect(back.data.map(({ id }) => id)).toEqual(['cs_4', 'cs_3'])
    expect(back.has_more).toBe(true)
  })

  test('filters by status and by the second of creation', async () => {
    const account = openAccount()
    for (let i = 0; i < 4; i += 1) {
      account.nowMs = i * 1000
      await account.client.checkout.sessions.create(mugOrder())
    }
    account.stripe.pay('cs_3', 3000, { method: 'card' })
    const idsOf = async (params: Stripe.Checkout.SessionListParams): Promise<string[]> =>
      (await account.client.checkout.sessions.list(params)).data.map(({ id }) => id)

    expect(await idsOf({ status: 'complete' })).toEqual(['cs_3'])
    expect(await idsOf({ created: toUnixSeconds(1000) })).toEqual(['cs_2'])
    expect(await idsOf({ created: { gte: toUnixSeconds(2000) } })).toEqual(['cs_4', 'cs_3'])
    expect(await idsOf({ created: { gt: toUnixSeconds(0), lt: toUnixSeconds(3000) } })).toEqual([
      'cs_3',
      'cs_2',
    ])
  })

  test('an unknown cursor and a page of none are refused', async () => {
    const { client } = openAccount()
    expect(await failureOf(client.checkout.sessions.list({ starting_after: 'cs_7' }))).toMatchObject({
      code: 'resource_missing',
    })
    expect(await failureOf(client.checkout.sessions.list({ limit: 0 }))).toMatchObject({ param: 'limit' })
  })
})

test('a form written by hand, with plus signs and a name given twice, is read as browsers write it', () => {
  const { stripe } = openAccount()
  const body =
    'mode=payment&success_url=http%3A%2F%2Fa&metadata%5Bcart_id%5D=no&metadata[cart_id]=one+1%2B1&' +
    'line_items[0][quantity]=1&line_items[0][price_data][currency]=eur&' +
    'line_items[0][price_data][unit_amount]=50&line_items[0][price_data][product_data][name]=A+mug'
  const headers = { AUTHORIZATION: `Bearer ${secretKey}` }
  const post = (form: string): number =>
    stripe.handle({ method: 'POST', path: '/v1/checkout/sessions', headers, body: form }, 0).status
  expect(post(body)).toBe(200)
  expect(stripe.tables().sessions[0]?.cart_id).toBe('one 1+1')
  expect(post(`${body}&cancel_url=%E0%A4%A`)).toBe(400)
})

test('a call knows its name and whose order it works for', async () => {
  const account = openAccount()
  await account.client.checkout.sessions.create(mugOrder())
  await account.client.checkout.sessions.retrieve('cs_1')
  await account.client.checkout.sessions.list()
  await account.client.checkout.sessions.expire('cs_1')
  const subjects = account.exchanges.map(({ request }) => account.stripe.subjectOf(request))
  const ids = { orderId: 'order-1', cartId: 'cart-1', workflowId: 'checkout-1' }
  expect(subjects).toEqual([
    { label: 'stripe.checkout.sessions.create', sessionId: null, ...ids },
    { label: 'stripe.checkout.sessions.retrieve', sessionId: 'cs_1', ...ids },
    {
      label: 'stripe.checkout.sessions.list',
      sessionId: null,
      orderId: null,
      cartId: null,
      workflowId: null,
    },
    { label: 'stripe.checkout.sessions.expire', sessionId: 'cs_1', ...ids },
  ])
})

async function failureOf(
  call: PromiseLike<unknown>,
): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await call
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error('The call succeeded')
}
