/** The names of all operations, by implementation: what a fault can be placed at. A test holds runs against them. */

/** Statements of each of the shop's functions. */
const shopStatements = {
  createOrder: ['createOrder', 'createOrder.find'],
  reserveInventory: [
    'reserveInventory.lock',
    'reserveInventory.check',
    'reserveInventory.takeStock',
    'reserveInventory.holdUnits',
  ],
  saveSession: ['saveSession'],
  fulfillOrder: ['fulfillOrder.settle', 'fulfillOrder.ship', 'fulfillOrder.release'],
  undoOrder: ['undoOrder.settle', 'undoOrder.restock', 'undoOrder.release'],
  rejectOrder: ['rejectOrder'],
} as const
type ShopFunction = keyof typeof shopStatements

const events = ['completed', 'expired', 'async_payment_succeeded', 'async_payment_failed']

const messages = [
  'request:checkout',
  'response:checkout',
  ...events.flatMap((event) => [`webhook:checkout.session.${event}`, `response:checkout.session.${event}`]),
]

/** A transaction: its ends, and what is in between; `rollback` only where something failed. */
function transaction(name: string, statements: readonly string[]): readonly string[] {
  return [`begin:${name}`, ...statements, `commit:${name}`, `rollback:${name}`]
}

function shop(
  names: readonly ShopFunction[],
  more: (name: ShopFunction) => readonly string[],
): readonly string[] {
  return names.flatMap((name) => transaction(name, [...shopStatements[name], ...more(name)]))
}

const everyone = [...messages, 'pay', 'stripe.checkout.sessions.create']
const careful = [
  'stripe.checkout.sessions.expire',
  'stripe.checkout.sessions.retrieve',
  'stripe.checkout.sessions.list',
  'now',
]

/** Of a shop that reads its stock first, and writes it later. */
const stockStatements = ['reserveInventory.readStock', 'reserveInventory.writeStock']

export const naiveLabels: readonly string[] = [
  ...everyone,
  ...shop(
    ['createOrder', 'reserveInventory', 'saveSession', 'fulfillOrder', 'undoOrder', 'rejectOrder'],
    () => [],
  ),
  ...stockStatements,
  ...transaction('noteEvent', ['noteEvent']),
  'request:return',
  'response:return',
  'stripe.checkout.sessions.retrieve',
]

export const stateMachineLabels: readonly string[] = [
  ...everyone,
  ...careful,
  ...shop(['createOrder', 'reserveInventory', 'saveSession', 'fulfillOrder', 'undoOrder'], (name) =>
    ['createOrder', 'reserveInventory', 'saveSession', 'undoOrder'].includes(name) ? [`${name}.move`] : [],
  ),
  'reserveInventory.reason',
  'undoOrder.reason',
  'findReason',
  ...transaction('awaitSettlement', ['awaitSettlement.move']),
  ...transaction('screenCart', ['screenCart.move']),
  'findOrder',
  'poll',
]

/** Of the workflow, on whatever engine: a step's checkpoint follows its rows, in the same commit or after it. */
export const workflowLabels: readonly string[] = [
  ...everyone,
  ...careful,
  ...shop(['createOrder', 'reserveInventory', 'fulfillOrder', 'undoOrder', 'rejectOrder'], (name) => [
    `checkpoint:${name}`,
    `lookup:${name}`,
  ]),
  ...['createSession', 'closeSession', 'screenCart'].flatMap((step) => [
    `checkpoint:${step}`,
    `lookup:${step}`,
  ]),
  'claim',
  ...['checkout', 'checkout-2'].flatMap((name) => [
    `start:${name}`,
    `load:${name}`,
    `sleep:${name}`,
    `wake:${name}`,
    `finish:${name}`,
  ]),
  'block',
  'send:payment',
  'recv:payment',
  'event:checkout-url',
  'get-event:checkout-url',
  'get-result',
  'renew',
]

/** Why an implementation has no operation of a label; null where it has. */
export function lacking(own: readonly string[], reasons: Reasons): (label: string) => string | null {
  return (label) => {
    if (own.includes(label)) return null
    const reason = reasons.find(([pattern]) => pattern.test(label))?.[1]
    return reason ?? 'it has no such operation.'
  }
}

/** Patterns of labels, each with why there are none such. */
export type Reasons = readonly (readonly [pattern: RegExp, why: string])[]

const carefulReasons: Reasons = [
  [/^reserveInventory\.(read|write)Stock$/, 'it takes stock by one statement.'],
  [/:return$/, 'its customers return to a page that asks no server.'],
]
const noEngine = /^(claim|start|load|sleep|wake|finish|block|send|recv|event|get-event|get-result|renew)(:|$)/

export const naiveReasons: Reasons = [
  [/^(checkpoint|lookup):/, 'no such gap: it saves no checkpoints.'],
  [noEngine, 'it has no workflow engine.'],
  [/^stripe\.|^now$/, 'it neither closes nor lists pages, and never asks the database for the time.'],
  [/^poll$|\.move$|^findOrder$/, 'it has no states and no poller.'],
  [/\.reason$|^findReason$/, 'it keeps no reason.'],
]

export const stateMachineReasons: Reasons = [
  [
    /^(checkpoint|lookup):/,
    'no such gap: the order’s state is the record, in the same commit as the effect.',
  ],
  [noEngine, 'it has no workflow engine: a poller finds stalled orders.'],
  [/rejectOrder/, 'an order that cannot be reserved is cancelled in the same transaction.'],
  [/(^|:)noteEvent$/, 'it keeps no event ids: a state change that was made cannot be made again.'],
  ...carefulReasons,
]

export const workflowReasons: Reasons = [
  [/saveSession/, 'no such gap: the checkpoint of createSession holds the page.'],
  [/^poll$|\.move$|^findOrder$/, 'the engine claims stalled workflows; the order needs no states for that.'],
  [/(^|:)noteEvent$/, 'the engine’s inbox keeps the event ids.'],
  ...carefulReasons,
  [/\.reason$|^findReason$/, 'the workflow’s result is the reason.'],
  [/awaitSettlement/, 'it waits for the payment in recv.'],
]
