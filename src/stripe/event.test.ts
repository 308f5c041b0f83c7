import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { createCryptoProvider, verifyWebhook } from './client.ts'
import { retriesEndAfterMs, retryDelayMs } from './event.ts'
import { hmacHex } from './signature.ts'
import { mugOrder, openAccount, webhookSecret } from './test-account.ts'
import { toUnixMs } from './time.ts'

const sentMs = 7_000_500
const hourMs = 60 * 60 * 1000

describe('the signature of a webhook', () => {
  test('HMAC-SHA256 is right, by the vectors that the client documents', () => {
    expect(hmacHex('', 'test_secret')).toBe(
      'f7f9bd47fb987337b5796fdc1fdb9ba221d0d5396814bfcaf9521f43fd8927fd',
    )
    expect(hmacHex('\ud83d\ude00', 'test_secret')).toBe(
      '837da296d05c4fe31f61d5d7ead035099d9585a5bcde87de952012a78f0b0c43',
    )
  })

  test('constructEvent takes it at once, with our crypto provider and the time of our choice', async () => {
    const { stripe, payload } = await paidMug()
    const event = Stripe.webhooks.constructEvent(
      payload,
      stripe.sign(payload, sentMs),
      webhookSecret,
      300,
      createCryptoProvider(),
      toUnixMs(sentMs),
    )
    expect(event).toMatchObject({
      id: 'evt_1',
      object: 'event',
      type: 'checkout.session.completed',
      data: { object: { id: 'cs_1', payment_status: 'paid', client_reference_id: 'order-1' } },
    })
  })

  // The header's second is 7000; its age is counted in whole seconds.
  test.each([
    ['300 s later', 7_300_999],
    ['before it was sent, which the client lets pass', 0],
  ])('is good %s', async (_when, receivedAtMs) => {
    const { stripe, payload } = await paidMug()
    const header = stripe.sign(payload, sentMs)
    expect(verifyWebhook({ payload, header, secret: webhookSecret, receivedAtMs }).id).toBe('evt_1')
  })

  test('is refused 301 s later', async () => {
    const { stripe, payload } = await paidMug()
    const header = stripe.sign(payload, sentMs)
    expect(() => verifyWebhook({ payload, header, secret: webhookSecret, receivedAtMs: 7_301_000 })).toThrow(
      Stripe.errors.StripeSignatureVerificationError,
    )
  })

  test('the client goes by the clock of its machine where no time is named', async () => {
    const account = await paidMug()
    const header = account.stripe.sign(account.payload, sentMs)
    account.nowMs = sentMs + 300_000
    expect(account.client.webhooks.constructEvent(account.payload, header, webhookSecret).id).toBe('evt_1')
    account.nowMs = sentMs + 301_000
    expect(() => account.client.webhooks.constructEvent(account.payload, header, webhookSecret)).toThrow(
      'Timestamp outside the tolerance zone',
    )
    const receivedAt = toUnixMs(sentMs)
    const { webhooks } = account.client
    expect(
      webhooks.constructEvent(account.payload, header, webhookSecret, 300, undefined, receivedAt).id,
    ).toBe('evt_1')
    await expect(
      webhooks.constructEventAsync(account.payload, header, webhookSecret, 300, undefined, receivedAt),
    ).resolves.toMatchObject({ id: 'evt_1' })
  })

  test('forged, altered or re-serialised bodies are refused', async () => {
    const { stripe, payload } = await paidMug()
    const header = stripe.sign(payload, sentMs)
    const verify = (body: string, signature: string) => (): unknown =>
      verifyWebhook({ payload: body, header: signature, secret: webhookSecret, receivedAtMs: sentMs })
    const { StripeSignatureVerificationError } = Stripe.errors
    expect(verify(payload, header)).not.toThrow()
    expect(verify(payload, stripe.forge(payload, sentMs))).toThrow(StripeSignatureVerificationError)
    expect(verify(payload.replace('1200', '1'), header)).toThrow(StripeSignatureVerificationError)
    expect(verify(JSON.stringify(JSON.parse(payload)), header)).toThrow(StripeSignatureVerificationError)
    expect(verify(payload, '')).toThrow(StripeSignatureVerificationError)
  })
})

describe('deliveries', () => {
  test('each event is handed out once as a first attempt, with what it is about', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    expect(stripe.takeDeliveries()).toEqual([])
    stripe.pay('cs_1', 42, { method: 'card' })
    expect(stripe.takeDeliveries()).toMatchObject([
      {
        eventId: 'evt_1',
        type: 'checkout.session.completed',
        sessionId: 'cs_1',
        orderId: 'order-1',
        cartId: 'cart-1',
        workflowId: 'checkout-1',
        createdMs: 42,
        attempt: 1,
      },
    ])
    expect(stripe.takeDeliveries()).toEqual([])
    expect(stripe.events()).toHaveLength(1)
  })

  test('P3: the body is what the session was then, whatever becomes of it', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    stripe.pay('cs_1', 0, { method: 'later', settlesLaterMs: 10 })
    const [delivery] = stripe.takeDeliveries()
    stripe.advance(10)
    expect(stripe.events()[0]?.payload).toBe(delivery?.payload)
    expect(JSON.parse(delivery?.payload ?? '')).toMatchObject({
      data: { object: { payment_status: 'unpaid' } },
    })
  })

  test('an event names the request that made it, or none', async () => {
    const { stripe, client } = openAccount()
    await client.checkout.sessions.create(mugOrder())
    await client.checkout.sessions.create(mugOrder())
    await client.checkout.sessions.expire('cs_1', {}, { idempotencyKey: 'k' })
    stripe.advance(48 * hourMs)
    expect(stripe.events().map(({ payload }) => (JSON.parse(payload) as Stripe.Event).request)).toEqual([
      { id: 'req_3', idempotency_key: 'k' },
      { id: null, idempotency_key: null },
    ])
  })

  test('retries: growing gaps, the last one three days after the first attempt, then given up', () => {
    const gapsMs: number[] = []
    for (let gapMs = retryDelayMs(1); gapMs !== null; gapMs = retryDelayMs(gapsMs.length + 1)) {
      gapsMs.push(gapMs)
    }
    expect(gapsMs.length).toBeGreaterThan(3)
    expect(gapsMs).toEqual(gapsMs.toSorted((a, b) => a - b))
    expect(new Set(gapsMs).size).toBe(gapsMs.length)
    expect(gapsMs.reduce((sum, gapMs) => sum + gapMs, 0)).toBe(72 * hourMs)
    expect(retriesEndAfterMs).toBe(72 * hourMs)
    expect(retryDelayMs(gapsMs.length + 2)).toBeNull()
  })
})

async function paidMug(): Promise<ReturnType<typeof openAccount> & { readonly payload: string }> {
  const account = openAccount()
  await account.client.checkout.sessions.create(mugOrder())
  account.stripe.pay('cs_1', 0, { method: 'card' })
  return Object.assign(account, { payload: account.stripe.events()[0]?.payload ?? '' })
}
