import { describe, expect, test } from 'vitest'
import { inMinutes, mugOrder, openAccount, settlesLaterMs } from './test-account.ts'
import { fromUnixSeconds } from './time.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

describe('a session through the official client', () => {
  test('is created open and unpaid, expires after 24 hours, and is what retrieve returns', async () => {
    const account = openAccount()
    const session = await account.client.checkout.sessions.create(mugOrder())

    expect(session).toMatchObject({
      id: 'cs_1',
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 1200,
      currency: 'eur',
      created: 1_893_456_000,
      expires_at: 1_893_456_000 + 24 * 60 * 60,
      client_reference_id: 'order-1',
      metadata: { cart_id: 'cart-1', workflow_id: 'checkout-1' },
      payment_intent: null,
      url: 'https://checkout.stripe.com/c/pay/cs_1',
    })
    expect(await account.client.checkout.sessions.retrieve('cs_1')).toEqual(session)
    expect(session.lastResponse).toMatchObject({ statusCode: 200, requestId: 'req_1' })
  })

  test('card: complete and paid at once, one charge, one event, back to the shop', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())

    const paid = stripe.pay('cs_1', minuteMs, { method: 'card' })

    expect(paid.outcome).toBe('paid')
    expect(paid.redirectUrl).toBe('https://shop.example/thanks?session=cs_1')
    expect(paid.effects.map(({ kind }) => kind)).toEqual(['session-completed', 'charged', 'event-created'])
    expect(stripe.tables().sessions).toMatchObject([
      { status: 'complete', payment_status: 'paid', url: null },
    ])
    expect(stripe.tables().charges).toMatchObject([
      { id: 'ch_1', session_id: 'cs_1', order_id: 'order-1', cart_id: 'cart-1', amount_cents: 1200 },
    ])
    expect(eventsOf(stripe)).toEqual([['checkout.session.completed', 'complete', 'paid']])
  })

  test('P1: paying twice, on two tabs or by a double click, charges once', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    stripe.pay('cs_1', 0, { method: 'card' })

    const again = stripe.pay('cs_1', 0, { method: 'card' })

    expect(again).toEqual({ outcome: 'already-complete', redirectUrl: null, effects: [] })
    expect(stripe.tables().charges).toHaveLength(1)
  })

  test('P1: a payment that is still settling cannot be paid by card as well', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    stripe.pay('cs_1', 0, { method: 'later' })

    expect(stripe.pay('cs_1', 1, { method: 'card' }).outcome).toBe('already-complete')
    stripe.advance(dayMs)
    expect(stripe.tables().charges).toHaveLength(1)
  })

  test('later: complete but unpaid, then async_payment_succeeded with the charge', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())

    const paid = stripe.pay('cs_1', 1000, { method: 'later' })

    expect(paid.outcome).toBe('processing')
    expect(stripe.tables()).toMatchObject({
      sessions: [{ status: 'complete', payment_status: 'unpaid' }],
      charges: [],
    })
    expect(stripe.nextDueMs()).toBe(1000 + settlesLaterMs)
    expect(stripe.advance(1000 + settlesLaterMs - 1)).toEqual([])
    stripe.advance(1000 + settlesLaterMs)
    expect(stripe.tables()).toMatchObject({
      sessions: [{ status: 'complete', payment_status: 'paid' }],
      charges: [{ amount_cents: 1200 }],
    })
    expect(eventsOf(stripe)).toEqual([
      ['checkout.session.completed', 'complete', 'unpaid'],
      ['checkout.session.async_payment_succeeded', 'complete', 'paid'],
    ])
    expect(stripe.nextDueMs()).toBeNull()
  })

  test('later, and it fails: async_payment_failed, still complete, never charged', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    stripe.pay('cs_1', 0, { method: 'later-fails', settlesLaterMs: 10 })

    stripe.advance(10)

    expect(eventsOf(stripe)).toEqual([
      ['checkout.session.completed', 'complete', 'unpaid'],
      ['checkout.session.async_payment_failed', 'complete', 'unpaid'],
    ])
    expect(stripe.tables().charges).toEqual([])
  })

  test('declined: no charge, no event, the page stays, and another card pays', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())

    const declined = stripe.pay('cs_1', 0, { method: 'declined' })

    expect(declined).toMatchObject({ outcome: 'declined', redirectUrl: null })
    expect(stripe.tables()).toMatchObject({ sessions: [{ status: 'open' }], charges: [], events: [] })
    expect(stripe.pay('cs_1', 1, { method: 'card' }).outcome).toBe('paid')
  })

  test('free: complete at once, no card is asked for, no charge and no PaymentIntent', async () => {
    const account = openAccount()
    const item = { currency: 'eur', unit_amount: 0, product_data: { name: 'Mug' } }
    const free = mugOrder({ line_items: [{ quantity: 1, price_data: item }] })
    const { id, payment_status, amount_total } = await account.client.checkout.sessions.create(free)
    expect([payment_status, amount_total]).toEqual(['unpaid', 0])
    const { outcome, redirectUrl } = account.stripe.pay(id, 0, { method: 'declined' })
    expect([outcome, redirectUrl]).toEqual(['free', 'https://shop.example/thanks?session=cs_1'])
    expect(await account.client.checkout.sessions.retrieve(id)).toMatchObject({
      status: 'complete',
      payment_status: 'no_payment_required',
      payment_intent: null,
    })
    expect(account.stripe.tables().charges).toEqual([])
    expect(account.stripe.events().map(({ type }) => type)).toEqual(['checkout.session.completed'])
    expect(account.stripe.nextDueMs()).toBeNull()
  })

  test('expires at expires_at: payable a millisecond before, refused at it', async () => {
    const early = openAccount()
    const { expires_at } = await early.client.checkout.sessions.create(
      mugOrder({ expires_at: inMinutes(early, 30) }),
    )
    const expiresMs = fromUnixSeconds(expires_at)
    expect(early.stripe.nextDueMs()).toBe(expiresMs)
    expect(early.stripe.pay('cs_1', expiresMs - 1, { method: 'card' }).outcome).toBe('paid')
    expect(early.stripe.advance(dayMs)).toEqual([])

    const late = openAccount()
    await late.client.checkout.sessions.create(mugOrder({ expires_at }))
    const refused = late.stripe.pay('cs_1', expiresMs, { method: 'card' })
    expect(refused.outcome).toBe('expired')
    expect(refused.effects.map(({ kind }) => kind)).toEqual(['session-expired', 'event-created'])
    expect(late.stripe.tables()).toMatchObject({ sessions: [{ status: 'expired', url: null }], charges: [] })
    expect(eventsOf(late.stripe)).toEqual([['checkout.session.expired', 'expired', 'unpaid']])
  })

  test('expire ends an open session; then it is refused, and so is a payment', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder())

    const expired = await account.client.checkout.sessions.expire('cs_1')

    expect(expired).toMatchObject({ id: 'cs_1', status: 'expired', payment_status: 'unpaid', url: null })
    expect(account.stripe.pay('cs_1', 0, { method: 'card' }).outcome).toBe('expired')
    await expect(account.client.checkout.sessions.expire('cs_1')).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
      message: expect.stringContaining('`expired`') as string,
    })
    expect(eventsOf(account.stripe)).toEqual([['checkout.session.expired', 'expired', 'unpaid']])
  })

  test('expire of a session that was paid is refused and changes nothing', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder())
    account.stripe.pay('cs_1', 0, { method: 'card' })
    const before = account.stripe.tables()

    await expect(account.client.checkout.sessions.expire('cs_1')).rejects.toMatchObject({
      type: 'StripeInvalidRequestError',
      message: expect.stringContaining('`complete`') as string,
    })
    expect(account.stripe.tables()).toEqual({
      ...before,
      idempotency_keys: account.stripe.tables().idempotency_keys,
    })
  })

  test('paying on a page that does not exist is answered, not thrown', () => {
    const { stripe } = openAccount()
    expect(stripe.pay('cs_9', 0, { method: 'card' })).toEqual({
      outcome: 'not-found',
      redirectUrl: null,
      effects: [],
    })
  })

  test('P4: what is due happens at its own instant and in order, however late it is asked for', async () => {
    const account = openAccount()
    await account.client.checkout.sessions.create(mugOrder({ expires_at: inMinutes(account, 60) }))
    await account.client.checkout.sessions.create(mugOrder({ expires_at: inMinutes(account, 30) }))
    await account.client.checkout.sessions.create(mugOrder())
    account.stripe.pay('cs_3', 0, { method: 'later', settlesLaterMs: 45 * minuteMs })

    account.stripe.advance(dayMs)

    const due = account.stripe.events().slice(1)
    expect(due.map(({ sessionId, createdMs }) => [sessionId, createdMs / minuteMs])).toEqual([
      ['cs_2', 30],
      ['cs_3', 45],
      ['cs_1', 60],
    ])
    expect(() => account.stripe.advance(dayMs - 1)).toThrow('P4')
  })

  test('orders are known by client_reference_id, else by metadata.order_id', async () => {
    const { stripe, client } = openAccount()
    const { client_reference_id: _, ...anonymous } = mugOrder()
    await client.checkout.sessions.create({ ...anonymous, metadata: { order_id: 'order-2' } })
    await client.checkout.sessions.create({ ...anonymous, metadata: {} })

    expect(stripe.tables().sessions).toMatchObject([
      { order_id: 'order-2', cart_id: null },
      { order_id: null, cart_id: null, workflow_id: null },
    ])
  })
})

function eventsOf(stripe: ReturnType<typeof openAccount>['stripe']): readonly (readonly string[])[] {
  return stripe.events().map(({ type, payload }) => {
    const event = JSON.parse(payload) as { data: { object: { status: string; payment_status: string } } }
    return [type, event.data.object.status, event.data.object.payment_status]
  })
}
