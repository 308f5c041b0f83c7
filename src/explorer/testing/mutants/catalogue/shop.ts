/** Wrong edits of the shop's own functions, which every implementation calls. */
import type { Mutant } from '../mutant.ts'

const file = 'scenarios/checkout/shop.ts'

export const shopMutants: readonly Mutant[] = [
  {
    name: 'stock taken without looking',
    file,
    find: 'where sku = $1 and stock >= $2 returning stock',
    replace: 'where sku = $1 returning stock',
    why: 'Leaves it to the table’s check constraint that stock does not run out, and so to an error that nobody expects.',
    breaks: 'reserveInventory',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'out-of-stock',
      plan: '',
      violates: 'L1',
      hunted: 3,
    },
  },
  {
    name: 'stock read, then written',
    file,
    find: `    text: \`update inventory set stock = stock - $2 where sku = $1 and stock >= $2 returning stock\`,
    values: [sku, quantity],
  })`,
    replace: `    text: \`select stock from inventory where sku = $1 and stock >= $2\`,
    values: [sku, quantity],
  })
  if (taken.length > 0) await tx.query({
    label: 'reserveInventory.takeStock',
    text: 'update inventory set stock = $2 where sku = $1',
    values: [sku, Number(taken[0]?.['stock']) - quantity],
  })`,
    why: 'Looks how many there are, and writes down one less.',
    breaks: 'reserveInventory',
    noticed: {
      by: 'test',
      suite: 'scenarios/checkout/shop.postgres.test.ts',
      test: 'of two orders that want the last mug one gets it',
    },
  },
  {
    name: 'units given up at the undo, stock not put back',
    file,
    find: 'set stock = stock + orders.quantity',
    replace: 'set stock = stock',
    why: 'Thinks that to delete the reservation is to give its units back.',
    breaks: 'undoOrder',
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
    name: 'restocked whether or not the order was settled',
    file,
    find: `if (!(await settle(tx, 'undoOrder.settle', orderId, 'CANCELLED', once))) return`,
    replace: `await settle(tx, 'undoOrder.settle', orderId, 'CANCELLED', once)`,
    why: 'Sets the state by a guarded update, and does not look whether that found anything.',
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
    name: 'shipped whether or not the order was settled',
    file,
    find: `if (!(await settle(tx, 'fulfillOrder.settle', orderId, 'FULFILLED', once))) return`,
    replace: `await settle(tx, 'fulfillOrder.settle', orderId, 'FULFILLED', once)`,
    why: 'Sets the state by a guarded update, and does not look whether that found anything.',
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
    name: 'a shipped order keeps its units on hold',
    file,
    find: `  await tx.query({
    label: 'fulfillOrder.release',
    text: \`delete from reservations where order_id = $1\`,
    values: [orderId],
  })
`,
    replace: '',
    why: 'Forgets that what is shipped is on hold no longer.',
    breaks: 'fulfillOrder',
    noticed: {
      by: 'test',
      suite: 'scenarios/checkout/shop.postgres.test.ts',
      test: 'an order that two servers ship at once is shipped once, and holds nothing any more',
    },
  },
  {
    name: 'settled by reading first',
    file,
    find: `  const settled = await tx.query({
    label,
    text: \`update orders set status = $2, due_at = null
           where id = $1 and not ($3::boolean and status in ('FULFILLED', 'CANCELLED')) returning id\`,
    values: [orderId, status, once],
  })`,
    replace: `  const found = await tx.query({ label, text: 'select status from orders where id = $1', values: [orderId] })
  if (once && ['FULFILLED', 'CANCELLED'].includes(String(found[0]?.['status']))) return false
  const settled = await tx.query({
    label,
    text: 'update orders set status = $2, due_at = null where id = $1 returning id',
    values: [orderId, status],
  })`,
    why: 'Reads the state, decides, and then writes it, all in one transaction, which is thought to be enough.',
    breaks: 'guardedUpdates',
    noticed: {
      by: 'test',
      suite: 'scenarios/checkout/shop.postgres.test.ts',
      test: 'an order that two servers ship at once is shipped once, and holds nothing any more',
    },
  },
  {
    name: 'a cart’s second order is an error',
    file,
    find: `           on conflict (cart_key) do nothing
`,
    replace: '',
    why: 'Has the unique key, and does not expect it to be violated.',
    breaks: 'cartKey',
    noticed: {
      by: 'run',
      implementation: 'at-least-once',
      customers: 'pays',
      plan: 'server/commit:createOrder#1=crash-after',
      violates: 'L1',
    },
  },
  {
    name: 'an order that was there passes for a new one',
    file,
    find: 'return toOrder(found, false)',
    replace: 'return toOrder(found, true)',
    why: 'Does not tell the order that it found from one that it made.',
    breaks: 'cartKey',
    noticed: {
      by: 'run',
      implementation: 'state-machine',
      customers: 'double-clicks',
      plan: '',
      violates: 'S3',
      hunted: 8,
    },
  },
  {
    name: 'a reserved order reserved again',
    file,
    find: `if (row?.['is_done'] === true) return true`,
    replace: `if (row?.['is_done'] === true) return false`,
    why: 'Answers that it reserved nothing, where it had reserved before.',
    breaks: 'idempotentSteps',
    noticed: {
      by: 'run',
      implementation: 'at-least-once',
      customers: 'pays',
      plan: 'server/commit:reserveInventory#1=crash-after',
      violates: 'S5',
      hunted: 117,
    },
  },
]
