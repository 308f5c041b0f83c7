/** The names of all operations, by implementation: what a fault can be placed at. A test holds runs against them. */

/** Statements of each of the shop's functions. */
const shopStatements = {
  createOrder: ['createOrder'],
  reserveInventory: ['reserveInventory.takeStock', 'reserveInventory.holdUnits'],
  saveSession: ['saveSession'],
  fulfillOrder: ['fulfillOrder.ship', 'fulfillOrder.release', 'fulfillOrder.settle'],
  undoOrder: ['undoOrder.restock', 'undoOrder.release', 'undoOrder.settle'],
  rejectOrder: ['rejectOrder'],
} as const
type ShopFunction = keyof typeof shopStatements

const messages = [
  'request:checkout',
  'response:checkout',
  ...['completed', 'expired'].flatMap((event) => [
    `webhook:checkout.session.${event}`,
    `response:checkout.session.${event}`,
  ]),
]

/** A shop function in a transaction of its own; `rollback` only where something failed. */
function transaction(name: ShopFunction, checkpoint: boolean): readonly string[] {
  return [
    `begin:${name}`,
    ...shopStatements[name],
    ...(checkpoint ? [`checkpoint:${name}`] : []),
    `commit:${name}`,
    `rollback:${name}`,
  ]
}

const everyone = [...messages, 'pay', 'stripe.checkout.sessions.create']

export const naiveLabels: readonly string[] = [
  ...everyone,
  ...(
    ['createOrder', 'reserveInventory', 'saveSession', 'fulfillOrder', 'undoOrder', 'rejectOrder'] as const
  ).flatMap((name) => transaction(name, false)),
]

export const durableLabels: readonly string[] = [
  ...everyone,
  'stripe.checkout.sessions.expire',
  'stripe.checkout.sessions.retrieve',
  ...(['createOrder', 'reserveInventory', 'fulfillOrder', 'undoOrder', 'rejectOrder'] as const).flatMap(
    (name) => transaction(name, true),
  ),
  'checkpoint:createSession',
  'checkpoint:closeSession',
  'start:checkout',
  'claim',
  'load:checkout',
  'finish:checkout',
  'send:payment',
  'recv:payment',
  'sleep:checkout',
  'event:checkout-url',
  'get-event:checkout-url',
  'renew',
  'now',
]
