/** Wrong edits of the state machine and its poller. */
import type { Mutant } from '../mutant.ts'

const file = 'scenarios/checkout/state-machine.ts'
const poller = 'scenarios/checkout/poller.ts'

export const stateMachineMutants: readonly Mutant[] = [
  {
    name: 'a state moved from whatever it is',
    file,
    find: 'where id = $1 and (status = $4 or not $5::boolean) returning id',
    replace: 'where id = $1 and ($4::text is not null or $5::boolean) returning id',
    why: 'Writes the next state without the condition that the order still is in the one that was read.',
    breaks: 'guardedUpdates',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'pays',
      plan: 'server/begin:reserveInventory#1=freeze;server/begin:reserveInventory#2=freeze',
      violates: 'S3',
      hunted: 25,
    },
  },
  {
    name: 'the move in a commit of its own',
    file,
    find: `        const reserved = await reserveInventory(tx, order)
        await move(tx, 'reserveInventory', order, reserved ? 'RESERVED' : 'CANCELLED', ownMs)
        if (!reserved) await noteReason(tx, 'reserveInventory', order.id, 'out of stock')
        return reserved ? 'RESERVED' : 'CANCELLED'
      }),`,
    replace: `        return (await reserveInventory(tx, order)) ? 'RESERVED' : 'CANCELLED'
      }).then(async (next) => {
        await move(database, 'reserveInventory', order, next, ownMs)
        return next
      }),`,
    why: 'Reserves in one transaction and writes down that it has in the next.',
    breaks: 'guardedUpdates',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'pays',
      plan: 'server/commit:reserveInventory#1=crash-after',
      violates: 'S3',
      hunted: 17,
    },
  },
  {
    name: 'no poller',
    file,
    find: `if (guards['poller'])
    void runPoller(`,
    replace: `if (guards['poller'] === null)
    void runPoller(`,
    why: 'Leaves every order to the request that made it.',
    breaks: 'poller',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'gives-up',
      plan: 'server/stripe.checkout.sessions.create#1=crash-before',
      violates: 'L1',
      hunted: 23,
    },
  },
  {
    name: 'a key for each try',
    file,
    find: `idempotencyKey: guards['idempotencyKey'] ? order.id : null,`,
    replace: 'idempotencyKey: machine.newId(),',
    why: 'Makes the key up when it is needed, as the client library does.',
    breaks: 'idempotencyKey',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'pays',
      plan: 'server/stripe.checkout.sessions.create#1=crash-after',
      violates: 'S9',
      hunted: 21,
    },
  },
  {
    name: 'the page’s end counted from now',
    file,
    find: `guards['databaseTime'] ? order.createdAtMs : clockMs()`,
    replace: 'clockMs()',
    why: 'Forgets that the same key needs the same parameters.',
    breaks: 'databaseTime',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'pays-late',
      plan: 'server/stripe.checkout.sessions.create#1=freeze',
      violates: 'S4',
    },
  },
  {
    name: 'cancelled, then closed',
    file,
    find: `      const payment = await (guards['expireBeforeCancel'] ? closePage : assumeUnpaid)(stripe, page)
`,
    replace: `      await db.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))
      const payment = await closePage(stripe, page)
`,
    why: 'Cancels the order first and tidies up at Stripe afterwards.',
    breaks: 'expireBeforeCancel',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'pays-late',
      plan: '',
      violates: 'S4',
      hunted: 5,
    },
  },
  {
    name: 'the webhook answered before its work is done',
    file,
    find: `    if (event.payment.status === 'paid') {
      await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id, once))`,
    replace: `    if (event.payment.status === 'paid') {
      void db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id, once)).catch(() => undefined)`,
    why: 'Answers at once, since Stripe wants a fast answer, and works afterwards.',
    breaks: 'commit, then 200',
    noticed: {
      by: 'nothing',
      because:
        'The poller asks Stripe how the page stands when the time to pay is over, so a webhook that is lost after its answer is one more webhook that did not come.',
      coveredBy: {
        implementation: 'state-machine',
        customers: 'pays',
        plan: 'server/commit:fulfillOrder#1=crash-before',
        guard: 'poller',
        violates: 'S4',
      },
    },
  },
  {
    name: 'fulfilled by the webhook as often as it comes',
    file,
    find: `    if (event.payment.status === 'paid') {
      await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id, once))`,
    replace: `    if (event.payment.status === 'paid') {
      await db.transaction('fulfillOrder', (tx) => fulfillOrder(tx, order.id))`,
    why: 'Forgets the guard at one of three places.',
    breaks: 'guardedUpdates',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'pays-late',
      plan: '',
      violates: 'S4',
      hunted: 5,
    },
  },
  {
    name: 'undone by the webhook as often as it comes',
    file,
    find: `    } else if (event.payment.status === 'not paid') {
      await db.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))`,
    replace: `    } else if (event.payment.status === 'not paid') {
      await db.transaction('undoOrder', (tx) => undoOrder(tx, order.id))`,
    why: 'Forgets the guard at one of three places.',
    breaks: 'guardedUpdates',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'leaves',
      plan: '',
      violates: 'S3',
      hunted: 2,
    },
  },
  {
    name: 'a webhook of another page counts',
    file,
    find: `return guards['matchSession'] === true && page !== null && page.id !== sessionId`,
    replace: 'return false',
    why: 'Finds the order by its id, and does not look of which page Stripe speaks.',
    breaks: 'matchSession',
    noticed: {
      by: 'nothing',
      because:
        'An order has one page, since every call to make it has the same key; only without that is there another page to speak of.',
      coveredBy: {
        implementation: 'state-machine',
        customers: 'settles-later',
        plan: 'server/stripe.checkout.sessions.create#1=crash-after',
        guard: 'idempotencyKey',
        violates: 'S4',
      },
    },
  },
  {
    name: 'money given up on after three days',
    file,
    find: "const payment = await askAbout(stripe, order.page?.id ?? '')",
    replace: "const payment = await assumeUnpaid(stripe, order.page?.id ?? '')",
    why: 'Takes three days for the longest that a bank transfer takes.',
    breaks: 'paymentStatus',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'settles-later',
      plan: 'stripe/webhook:checkout.session.async_payment_succeeded#1=drop(tries=all)',
      violates: 'S4',
    },
  },
  {
    name: 'an order due in hand is left at once',
    file,
    find: 'const ownMs = 30_000',
    replace: 'const ownMs = 0',
    why: 'Lets the poller take an order that a request is just moving.',
    breaks: 'poller',
    noticed: {
      by: 'nothing',
      because:
        'The poller may then be at an order together with the request that has it in hand. Each of its moves is guarded, and both ask for its page under one key, so one of them goes on and the other finds that it has moved.',
    },
  },
  {
    name: 'an order that moved on is an error',
    file,
    find: 'if (!(error instanceof MovedOnError)) throw error',
    replace: 'throw error',
    why: 'Does not look again when somebody else has moved the order on.',
    breaks: 'guardedUpdates',
    noticed: {
      by: 'nothing',
      because:
        'Whoever was late answers with an error instead of looking again; the transaction is taken back all the same, and the order goes on. Its customer may give up over it: a sale is lost, and no invariant speaks of that.',
    },
  },
  {
    name: 'the order left due',
    file: poller,
    find: `update orders o set looks = looks + 1, due_at = case when looks < $2::int or o.status = any ($3::text[])
    then engine.now() + least(30 * 2 ^ looks, 3600) * interval '1 second' end`,
    replace: `update orders o set looks = looks + least(0, $2::int, cardinality($3::text[]))`,
    why: 'Looks at what is due without putting off when it is due again.',
    breaks: 'poller',
    noticed: {
      by: 'test',
      suite: 'scenarios/checkout/shop.postgres.test.ts',
      test: 'pollers that look at once take no order twice',
    },
  },
  {
    name: 'the order looked at once',
    file: poller,
    find: 'const mostLooks = 12',
    replace: 'const mostLooks = 0',
    why: 'Gives an order up after one look in vain.',
    breaks: 'poller',
    noticed: {
      by: 'nothing',
      because:
        'Only an order without a page is given up, and it is undone. Its customer has given up by then: a sale is lost that another look would have saved.',
    },
  },
  {
    name: 'orders of unknown states taken',
    file: poller,
    find: 'where due_at <= engine.now() and status = any ($1::text[])',
    replace: 'where due_at <= engine.now()',
    why: 'Takes what is due, whether or not this version of the code knows what to do with it.',
    breaks: 'unknown state value',
    noticed: {
      by: 'nothing',
      because:
        'It takes three faults: one server deployed, its customer sent to it afterwards, and its death before the new state is left. Then the old code looks at the order in vain, until it has used up the looks that the new code would have had.',
    },
  },
  {
    name: 'the poller ends at the first error',
    file: poller,
    find: `    } catch {
      await environment.sleep(1_000)
    }
  }`,
    replace: `    } catch {
      return await new Promise<never>(() => undefined)
    }
  }`,
    why: 'Ends the loop at the first error.',
    breaks: 'poller',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'pays',
      plan: 'server/poll#1=connection-lost;stripe/webhook:checkout.session.completed#1=drop(tries=all)',
      violates: 'S4',
      servers: 1,
    },
  },
  {
    name: 'two pollers at one order',
    file: poller,
    find: 'order by due_at, id limit 10 for no key update skip locked',
    replace: 'order by due_at, id limit 10',
    why: 'Does not lock what it takes.',
    breaks: 'poller',
    noticed: {
      by: 'test',
      suite: 'scenarios/checkout/shop.postgres.test.ts',
      test: 'pollers that look at once take no order twice',
    },
  },
]
