// @program
/** The server around the checkout workflow, the same for every engine that it may run on. */
import { Hono } from 'hono'
import { createEngine, WorkflowIdTakenError, type Database } from '#engine'
import type { Machine } from '#simulator/scenario.ts'
import { clockOf } from './clock.ts'
import { readWebhook } from './payment.ts'
import type { Cart } from './shop.ts'
import { nextCheckoutWorkflow } from './workflow-next.ts'
import { withoutFence } from './without-fence.ts'
import { checkoutWorkflow, type Checkout } from './workflow.ts'

/** How long a server that has died keeps its workflows from the others. */
const leaseMs = 10_000
/** How often a server looks for what another one publishes. */
const pollMs = 2_000

/**
 * The cart's id is the workflow's id, so a second click or another try attaches to the checkout that is under way.
 *
 * @param applicationDatabase where the shop's tables are, if no commit can hold both them and the engine's
 */
export function serveWorkflow(machine: Machine, applicationDatabase?: Database): Hono {
  const { name, database, environment, webhookSecret, guards } = machine
  const readClock = clockOf(machine)
  const versions = versionsOf(machine)
  const engine = createEngine({
    environment: guards['fencing'] ? environment : { ...environment, database: withoutFence(database) },
    workflows: versions,
    executorId: name,
    leaseMs,
    pollMs,
    ...(applicationDatabase === undefined ? {} : { applicationDatabase }),
  })
  const app = new Hono()
  app.onError((error, c) => c.text(error.message, 500))

  async function start(id: string, cart: Cart): Promise<void> {
    try {
      await engine.start(versions[0], id, cart)
    } catch (error) {
      // Another version of the code has it, and goes on with it.
      if (!(error instanceof WorkflowIdTakenError)) throw error
    }
  }

  app.post('/checkout', async (c) => {
    const cart = await c.req.json<Cart>()
    const id = guards['cartKey'] ? cart.id : `${cart.id}-${machine.newId()}`
    await start(id, cart)
    const url = await engine.getEvent(id, 'checkout-url')
    if (url.found) return c.json({ url: url.value })
    const why = url.status === 'succeeded' ? await engine.result<string>(id) : url.status
    return c.json({ error: why }, why === 'unavailable' ? 503 : 409)
  })

  app.post('/webhook', async (c) => {
    const body = await c.req.text()
    const event = readWebhook(body, c.req.header('stripe-signature'), {
      secret: webhookSecret,
      receivedAtMs: await readClock(),
      // Which say what is checked of the signature and of the payment.
      guards,
    })
    const options = guards['webhookDedupe'] ? { idempotencyKey: event.id } : {}
    await engine.send(event.workflowId, 'payment', { ...event.payment }, options)
    return c.text('ok')
  })

  void engine.run()
  return app
}

/** The version that new checkouts run first; after a deploy also the one before, for as long as it has any. */
function versionsOf(machine: Machine): readonly [Checkout, ...Checkout[]] {
  const first = checkoutWorkflow(machine)
  if (machine.version === 1) return [first]
  return machine.guards['versionedWorkflows']
    ? [nextCheckoutWorkflow(first, 'checkout-2'), first]
    : [nextCheckoutWorkflow(first, 'checkout')]
}
