/** Programs of every shape, for tests: what they look like matters, not that they run. */

/** A workflow in a factory. */
export const durableSource = `export const checkout = (stripe: Stripe) =>
  workflow('checkout', async (ctx, cart: Cart) => {
    const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart))
    const reserved = await ctx.transaction('reserveInventory', (tx) => reserveInventory(tx, order))
    if (!reserved) {
      await ctx.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
      return 'out of stock'
    }
    const page = await ctx.step('createSession', async ({ idempotencyKey }) => {
      const session = await stripe.checkout.sessions.create(pageFor(order), { idempotencyKey })
      return { id: session.id, url: session.url ?? '' }
    })
    await ctx.setEvent('checkout-url', page.url)
    let payment = await ctx.recv<Payment>('payment', { timeoutMs: payWithinMs })
    if (payment === null) {
      payment = await ctx.step('closeSession', () => closePage(stripe, page.id))
    }
    if (payment.status === 'paid') {
      await ctx.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id))
      return 'fulfilled'
    }
    await ctx.transaction('undoOrder', (tx) => undoOrder(tx, order.id))
    return 'cancelled'
  })
const payWithinMs = 30 * 60_000
`

/** Handlers in a factory, with a signature check in a `try`. */
export const naiveSource = `export function naive({ db, stripe, secret }: Shop): Hono {
  const app = new Hono()
  app.post('/checkout', async (c) => {
    const cart = await c.req.json<Cart>()
    const order = await db.transaction('createOrder', (tx) => createOrder(tx, cart))
    const reserved = await db.transaction('reserveInventory', (tx) => reserveInventory(tx, order))
    if (!reserved) {
      await db.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
      return c.json({ error: 'out of stock' }, 409)
    }
    const session = await stripe.checkout.sessions.create(pageFor(order))
    await db.transaction('saveSession', (tx) => saveSession(tx, order.id, session.id))
    return c.json({ url: session.url })
  })
  app.post('/webhook', async (c) => {
    let event
    try {
      event = stripe.webhooks.constructEvent(await c.req.text(), c.req.header('stripe-signature'), secret)
    } catch {
      return c.text('bad signature', 400)
    }
    if (event.type === 'checkout.session.completed') {
      await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, event.orderId))
    } else if (event.type === 'checkout.session.expired') {
      await db.transaction('undoOrder', (tx) => undoOrder(tx, event.orderId))
    }
    return c.text('ok')
  })
  return app
}
`

/** A workflow with a fork, a loop without end, a switch, and an error that is caught. */
export const settlingSource = `export const checkout = workflow('checkout', async (ctx, cart) => {
  const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart))
  const reserved = await ctx.transaction('reserveInventory', (tx) => reserveInventory(tx, order))
  if (!reserved) {
    await ctx.transaction('undoOrder', (tx) => undoOrder(tx, order))
    await ctx.setEvent('result', 'none')
    return 'out of stock'
  }
  const session = await ctx.step('createSession', () => stripe.checkout.sessions.create(order))
  await ctx.setEvent('checkout-url', session.url)
  let payment = await ctx.recv('payment', { timeoutMs: 30 * 60_000 })
  if (payment === null) {
    try { payment = await ctx.step('expireSession', () => stripe.checkout.sessions.expire(session.id)) }
    catch { payment = await ctx.step('retrieveSession', () => stripe.checkout.sessions.retrieve(session.id)) }
  }
  switch (payment?.payment_status) {
    case 'paid':
      await Promise.all([ctx.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order)), ctx.step('sendReceipt', () => mail.send(order))])
      return 'fulfilled'
    case 'unpaid':
      for (;;) {
        await ctx.sleep(60_000)
        const settled = await ctx.step('pollSession', () => stripe.checkout.sessions.retrieve(session.id))
        if (settled.payment_status === 'paid') break
        if (settled.status === 'expired') return 'never paid'
      }
      await ctx.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order))
      return 'fulfilled late'
    default:
      await ctx.transaction('undoOrder', (tx) => undoOrder(tx, order))
      return 'cancelled'
  }
})
`

/** What somebody may make of it: helpers, closures, retries, recursion, a table of functions, a `finally`. */
export const editedSource = `const MAX = 3
async function reserveAll(ctx, order, items) {
  for (const [i, item] of items.entries()) {
    const ok = await ctx.transaction(\`reserve \${item.sku} #\${i}\`, (tx) => reserve(tx, item))
    if (!ok) return false
  }
  return true
}
async function retrying(ctx, body) {
  let last
  for (let n = 0; n < MAX; n++) {
    try { return await body(n) } catch (error) { last = error; await ctx.sleep(1000 * 2 ** n) }
  }
  throw last
}
async function settle(ctx, session, depth = 0) {
  const s = await ctx.step('poll', () => stripe.checkout.sessions.retrieve(session))
  if (s.status !== 'open' || depth > 5) return s
  await ctx.sleep(30_000)
  return settle(ctx, session, depth + 1)
}
export const checkout = workflow('checkout', async (ctx, cart) => {
  const notify = (text) => ctx.step('notify', () => mail.send(text))
  const order = await ctx.transaction('createOrder', (tx) => createOrder(tx, cart))
  const ok = await reserveAll(ctx, order, cart.items)
  if (!ok) return 'out of stock'
  const session = await retrying(ctx, () => ctx.step('createSession', () => stripe.checkout.sessions.create(order)))
  await notify('created')
  let [payment, risk] = await Promise.all([ctx.recv('payment', { timeoutMs: 60_000 }), ctx.step('riskCheck', () => api.risk(order))])
  if (!payment) payment = await settle(ctx, session)
  try {
    await { paid: finishPaid, expired: finishExpired }[payment.status](ctx, order)
    if (risk?.high && !cart.trusted) throw new Error('risk')
  } catch (error) {
    await notify(String(error))
    throw error
  } finally {
    await ctx.setEvent('done', true)
  }
  return cart.items.length > 1 ? 'many' : 'one'
  async function finishPaid(ctx, order) { await ctx.transaction('fulfill', (tx) => fulfill(tx, order)) }
  async function finishExpired(ctx, order) { await ctx.transaction('undo', (tx) => undo(tx, order)) }
})
`

/** A state machine as a table of functions, moved on by a function of its own. */
export const tableSource = `export function stateMachine({ db, stripe }: Shop) {
  const app = new Hono()
  const states = {
    created: async (order) => {
      const ok = await db.transaction('reserveInventory', async (tx) => {
        const ok = await reserveInventory(tx, order)
        await move(tx, order, ok ? 'reserved' : 'out-of-stock')
        return ok
      })
      return ok ? 'reserved' : 'out-of-stock'
    },
    reserved: async (order) => {
      const session = await stripe.checkout.sessions.create(pageFor(order), { idempotencyKey: order.id })
      await db.transaction('saveSession', (tx) => saveSession(tx, order.id, session.id))
      return 'awaiting-payment'
    },
    'awaiting-payment': async (order) => {
      const session = await stripe.checkout.sessions.retrieve(order.session)
      if (session.payment_status === 'paid') return 'paid'
      if (session.status === 'expired') return 'expired'
      if (now() > order.deadline) await stripe.checkout.sessions.expire(order.session)
      return 'awaiting-payment'
    },
    paid: async (order) => {
      await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id))
      return 'fulfilled'
    },
    expired: async (order) => {
      await db.transaction('undoOrder', (tx) => undoOrder(tx, order.id))
      return 'cancelled'
    },
  }
  async function advance(order) {
    let state = order.status
    while (state in states) state = await states[state](order)
  }
  app.post('/checkout', async (c) => {
    const order = await db.transaction('createOrder', async (tx) => createOrder(tx, await c.req.json()))
    await advance(order)
    return c.json({ url: order.url })
  })
  return app
}
`

/** The same as a switch within a loop, moved on by a call. */
export const switchSource = `export async function advance(db, stripe, order) {
  for (;;) {
    switch (order.status) {
      case 'created': {
        const reserved = await db.transaction('reserveInventory', (tx) => reserveInventory(tx, order))
        if (!reserved) order = await move(db, order, 'out-of-stock')
        else order = await move(db, order, 'reserved')
        break
      }
      case 'reserved': {
        const session = await stripe.checkout.sessions.create(pageFor(order))
        order = await move(db, order, 'awaiting-payment')
        break
      }
      case 'awaiting-payment':
        order.status = (await stripe.checkout.sessions.retrieve(order.session)).payment_status === 'paid' ? 'fulfilled' : 'cancelled'
        break
      default:
        return order
    }
  }
}
`
