/** Wrong edits of the checkout workflow and the server around it. */
import type { Mutant } from '../mutant.ts'

const file = 'scenarios/checkout/workflow.ts'
const server = 'scenarios/checkout/workflow-server.ts'

export const workflowMutants: readonly Mutant[] = [
  {
    name: 'the workflow cancels, then closes',
    file,
    find: `const ask = isSettling ? askAbout : guards['expireBeforeCancel'] ? closePage : assumeUnpaid
        payment =`,
    replace: `await ctx.transaction('undoOrder', (tx) => undoOrder(tx, order.id, once))
        const ask = isSettling ? askAbout : closePage
        payment =`,
    why: 'Cancels the order first and tidies up at Stripe afterwards.',
    breaks: 'expireBeforeCancel',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'leaves',
      plan: '',
      violates: 'S3',
      hunted: 2,
    },
  },
  {
    name: 'a message about another page counts',
    file,
    find: `if (payment === 'unavailable' || isStray(payment)) continue`,
    replace: `if (payment === 'unavailable') continue`,
    why: 'Takes each message for one about its own page.',
    breaks: 'matchSession',
    noticed: {
      by: 'nothing',
      because:
        'An order has one page, since every call to make it has the same key; only without that is there another page to speak of.',
      coveredBy: {
        implementation: 'durable',
        customers: 'settles-later',
        plan: 'server/stripe.checkout.sessions.create#1=crash-after',
        guard: 'idempotencyKey',
        violates: 'S4',
      },
    },
  },
  {
    name: 'the workflow ships what is accepted',
    file,
    find: `if (payment.status === 'paid') {`,
    replace: `if (payment.status !== 'not paid') {`,
    why: 'Ships when the payment is accepted, before the money is there.',
    breaks: 'paymentStatus',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'settles-never',
      plan: '',
      violates: 'S5',
      hunted: 7,
    },
  },
  {
    name: 'the workflow gives up on money after three days',
    file,
    find: `const ask = isSettling ? askAbout : guards`,
    replace: `const ask = isSettling ? assumeUnpaid : guards`,
    why: 'Takes three days for the longest that a bank transfer takes.',
    breaks: 'paymentStatus',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'settles-later',
      plan: 'stripe/webhook:checkout.session.async_payment_succeeded#1=drop(tries=all)',
      violates: 'S4',
    },
  },
  {
    name: 'settling asked as if it were open',
    file,
    find: 'const ask = isSettling ? askAbout : guards',
    replace: 'const ask = guards',
    why: 'Asks Stripe to close a page that is complete.',
    breaks: 'paymentStatus',
    noticed: {
      by: 'nothing',
      because: 'Stripe refuses to close it, and then the shop asks how it stands: one call more.',
    },
  },
  {
    name: 'a call to Stripe made once',
    file,
    find: 'const patiently = { retry: { maxAttempts: mostAttempts, retryIf: isPassing } }',
    replace: 'const patiently = { retry: { maxAttempts: 1, retryIf: isPassing } }',
    why: 'Does not expect Stripe to be away.',
    breaks: 'E10',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'pays',
      plan: 'server/stripe.checkout.sessions.create#1=rate-limited',
      violates: 'L1',
    },
  },
  {
    name: 'what Stripe refuses is tried again',
    file,
    find: 'const patiently = { retry: { maxAttempts: mostAttempts, retryIf: isPassing } }',
    replace: 'const patiently = { retry: { maxAttempts: mostAttempts } }',
    why: 'Tries again whatever went wrong.',
    breaks: 'E10',
    noticed: {
      by: 'nothing',
      because:
        'openPage and closePage answer each refusal themselves, so none ever comes to the retry policy: its condition is there for the next call that somebody adds.',
    },
  },
  {
    name: 'the order without units stays open',
    file,
    find: `      await ctx.transaction('rejectOrder', (tx) => rejectOrder(tx, order.id))
`,
    replace: '',
    why: 'Ends the workflow and forgets the order’s own row.',
    breaks: 'L1',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'out-of-stock',
      plan: '',
      violates: 'L1',
      hunted: 3,
    },
  },
  {
    name: 'the page made within a transaction',
    file,
    find: `    const page = await ctx.step(
      'createSession',
      ({ idempotencyKey, attempt }) =>`,
    replace: `    const [idempotencyKey, attempt] = [null, 1]
    const page = await ctx.transaction(
      'createSession',
      () =>`,
    why: 'Thinks that a transaction makes a call to the outside exactly once too.',
    breaks: 'E4',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'pays',
      plan: 'server/stripe.checkout.sessions.create#1=crash-after',
      violates: 'S9',
      hunted: 35,
    },
  },
  {
    name: 'the page made outside of any step',
    file,
    find: `    const page = await ctx.step(
      'createSession',
      ({ idempotencyKey, attempt }) =>
        openPage(`,
    replace: `    const [idempotencyKey, attempt] = [\`\${ctx.workflowId}/page\`, 1]
    const page = await ((_name: string, open: () => Promise<Page | null>, _options: unknown) => open())(
      'createSession',
      () =>
        openPage(`,
    why: 'Forgets the step around the call.',
    breaks: 'E4',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'settles-later',
      plan: '',
      violates: 'S4',
      hunted: 6,
    },
  },
  {
    name: 'the workflow counts the page’s end from now',
    file,
    find: `guards['databaseTime'] ? order.createdAtMs : clockMs()`,
    replace: 'clockMs()',
    why: 'Forgets that the same key needs the same parameters.',
    breaks: 'databaseTime',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'pays',
      plan: 'server/stripe.checkout.sessions.create#1=crash-after',
      violates: 'L3',
    },
  },
  {
    name: 'a workflow for each click',
    file: server,
    find: `const id = guards['cartKey'] ? cart.id : `,
    replace: 'const id = ',
    why: 'Makes a new ID for each request.',
    breaks: 'cartKey',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'double-clicks',
      plan: '',
      violates: 'S9',
      hunted: 8,
    },
  },
  {
    name: 'the webhook answered before its message is sent',
    file: server,
    find: `await engine.send(event.workflowId, 'payment', { ...event.payment }, options)`,
    replace: `void engine.send(event.workflowId, 'payment', { ...event.payment }, options).catch(() => undefined)`,
    why: 'Answers at once, since Stripe wants a fast answer, and sends the message afterwards.',
    breaks: 'commit, then 200',
    noticed: {
      by: 'nothing',
      because:
        'When the time to pay is over the workflow asks Stripe how the page stands, so a webhook that is lost after its answer is one more webhook that did not come.',
      coveredBy: {
        implementation: 'durable',
        customers: 'pays',
        plan: 'server/send:payment#1=connection-lost;server/response:checkout.session.completed#1=crash-after',
        guard: 'expireBeforeCancel',
        violates: 'S4',
      },
    },
  },
  {
    name: 'the event’s id not passed on',
    file: server,
    find: `const options = guards['webhookDedupe'] ? { idempotencyKey: event.id } : {}`,
    replace: 'const options = {}',
    why: 'Sends each webhook as a message of its own.',
    breaks: 'webhookDedupe',
    noticed: {
      by: 'nothing',
      because:
        'The workflow acts on the first message that settles it and reads no other, and an accepted payment that is told twice is still awaited once. The id matters to a workflow that counts its messages.',
    },
  },
  {
    name: 'each event’s type once',
    file: server,
    find: '{ idempotencyKey: event.id }',
    replace: '{ idempotencyKey: event.type }',
    why: 'Takes the event’s type for its identity.',
    breaks: 'webhookDedupe',
    noticed: {
      by: 'nothing',
      because:
        'An order has one page, since every call to make it has the same key, and a page has each of its events once: within a workflow the type tells as much as the id.',
    },
  },
  {
    name: 'new code under the old name',
    file: server,
    find: `return machine.guards['versionedWorkflows']
`,
    replace: 'return false\n',
    why: 'Deploys a changed workflow as if nothing were under way.',
    breaks: 'versionedWorkflows',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'pays',
      plan: 'server/begin:reserveInventory#1=deploy;customer/pay#1=deploy(target=B)',
      violates: 'S4',
    },
  },
  {
    name: 'new code without the old',
    file: server,
    find: `[nextCheckoutWorkflow(first, 'checkout-2'), first]`,
    replace: `[nextCheckoutWorkflow(first, 'checkout-2')]`,
    why: 'Renames the changed workflow, and leaves the old one behind.',
    breaks: 'versionedWorkflows',
    noticed: {
      by: 'run',
      implementation: 'durable',
      customers: 'pays',
      plan: 'server/begin:reserveInventory#1=deploy;customer/pay#1=deploy(target=B)',
      violates: 'S4',
    },
  },
]
