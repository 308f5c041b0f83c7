import { expect, test } from 'vitest'
import { openAccount } from '../../stripe/test-account.ts'
import { openPage, pageFor } from './payment.ts'
import type { Order } from './shop.ts'

/** What no simulated run comes to: there a call to Stripe is over in the instant in which it is made. */

const order: Order = {
  id: 'ord_1',
  cartId: 'cart-1',
  sku: 'mug',
  quantity: 1,
  amountCents: 1_800,
  status: 'PENDING',
  page: null,
  createdAtMs: Date.UTC(2030, 0, 1),
  isNew: true,
}
const options = { idempotencyKey: 'key', reconcile: true, pause: async () => undefined }

// The official client tells a 409 as a StripeAPIError, as it does a 500: to ask under another key would make a second page.
test('a key that another call holds just now is no refusal: who asks again gets the page', async () => {
  const { client, stripe } = openAccount()
  stripe.holdKey('key')
  const open = () => openPage(client, pageFor(order, order.createdAtMs), options)
  await expect(open()).rejects.toMatchObject({ code: 'idempotency_key_in_use' })
  stripe.releaseKey('key')
  expect(await open()).toMatchObject({ id: 'cs_1' })
})

test('a page can still be made half an hour after it was planned', async () => {
  const account = openAccount()
  account.nowMs = 30 * 60_000
  expect(await openPage(account.client, pageFor(order, order.createdAtMs), options)).toMatchObject({
    id: 'cs_1',
  })
})
