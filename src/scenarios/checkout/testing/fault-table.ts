/** The table of faults: what is done in each row, and which guard is the one that matters. */
import type { GuardName } from '../guards.ts'

export interface FaultRow {
  readonly number: string
  readonly fault: string
  readonly customers: string
  readonly plan: string
  readonly servers?: number
  /** Guards that the row is about; switched on where they are off by default, and off where they are on. */
  readonly guards?: readonly GuardName[]
  /** Guards that are off from the start, for what only then can happen. */
  readonly without?: readonly GuardName[]
  /**
   * What is violated as each author would leave it: by N, M, A as written, A with idempotent steps, and D. Empty: all
   * holds; in brackets: the lane has no such moment.
   */
  readonly violates: readonly [
    naive: string,
    stateMachine: string,
    atLeastOnce: string,
    idempotent: string,
    durable: string,
  ]
}

const created = 'server/stripe.checkout.sessions.create#1'
const completed = 'stripe/webhook:checkout.session.completed#1'
const expired = 'stripe/webhook:checkout.session.expired#1'

export const faultRows: readonly FaultRow[] = [
  {
    number: '1',
    fault: 'crash before the order commits',
    violates: ['', '', '', '', ''],
    customers: 'pays',
    plan: 'server/commit:createOrder#1=crash-before',
  },
  {
    number: '2',
    fault: 'crash between order and reservation',
    violates: ['L1', '', '', '', ''],
    customers: 'pays',
    plan: 'server/begin:reserveInventory#1=crash-before',
    guards: ['poller'],
  },
  {
    number: '3',
    fault: 'crash after an effect, before its record: reserve',
    violates: ['S5 L1', '', 'S3 S8', '', ''],
    customers: 'pays',
    plan: 'server/commit:reserveInventory#1=crash-after',
    guards: ['atomicCheckpoint'],
  },
  {
    number: '3',
    fault: 'the same: ship',
    violates: ['S4', '', 'S4 S8', '', ''],
    customers: 'pays',
    plan: 'server/commit:fulfillOrder#1=crash-after',
    guards: ['webhookDedupe', 'guardedUpdates', 'atomicCheckpoint'],
  },
  {
    number: '3',
    fault: 'the same: restock',
    violates: ['S3', '', 'S3 S8', '', ''],
    customers: 'leaves',
    plan: 'server/commit:undoOrder#1=crash-after',
    guards: ['webhookDedupe', 'guardedUpdates', 'atomicCheckpoint'],
  },
  {
    number: '4',
    fault: 'crash inside a transaction',
    violates: ['L1', '', '', '', ''],
    customers: 'pays',
    plan: 'server/reserveInventory.takeStock#1=crash-after',
  },
  {
    number: '5',
    fault: 'crash after the page is made, before it is saved',
    violates: ['S9', '', '', '', ''],
    customers: 'pays',
    plan: `${created}=crash-after`,
    guards: ['idempotencyKey'],
  },
  {
    number: '6',
    fault: 'it committed, the answer is lost',
    violates: ['S5 L1', '', 'S3 S8', '', ''],
    customers: 'pays',
    plan: 'server/commit:reserveInventory#1=ack-lost',
    guards: ['atomicCheckpoint'],
  },
  {
    number: '7',
    fault: 'server restarts, and its customer has given up',
    violates: ['S5 L1', '', '', '', ''],
    customers: 'gives-up',
    plan: `${created}=crash-before`,
    guards: ['poller'],
  },
  {
    number: '8',
    fault: 'a zombie comes back and ships',
    violates: ['S4', '', 'S4 S8', '', ''],
    customers: 'pays',
    plan: 'server/begin:fulfillOrder#1=freeze',
    guards: ['webhookDedupe', 'guardedUpdates', 'atomicCheckpoint', 'fencing'],
  },
  {
    number: '9',
    fault: 'two servers are at one workflow',
    violates: ['()', '', 'S3 S8', '', ''],
    customers: 'pays',
    plan: 'server/begin:reserveInventory#1=freeze;server/begin:reserveInventory#2=freeze',
    guards: ['guardedUpdates', 'atomicCheckpoint', 'fencing'],
  },
  {
    number: '10',
    fault: 'double-click, both pages paid',
    violates: ['S1 S9', '', '', '', ''],
    customers: 'pays-both',
    plan: '',
    guards: ['cartKey'],
  },
  {
    number: '11',
    fault: 'response lost, customer tries again',
    violates: ['S9', '', '', '', ''],
    customers: 'pays',
    plan: 'server/response:checkout#1=drop',
    guards: ['cartKey'],
  },
  {
    number: '12',
    fault: 'customer leaves, the webhook is lost',
    violates: ['S5 L1', '', '', '', ''],
    customers: 'leaves',
    plan: `${expired}=drop(tries=all)`,
    guards: ['poller'],
  },
  {
    number: '13',
    fault: 'pays just before the deadline, webhook after it',
    violates: ['', '', '', '', ''],
    customers: 'pays-late',
    plan: '',
    guards: ['expireBeforeCancel'],
  },
  {
    number: '14',
    fault: 'card declined',
    violates: ['', '', '', '', ''],
    customers: 'declines',
    plan: '',
    guards: ['expireBeforeCancel'],
  },
  {
    number: '15',
    fault: 'completed but unpaid, and never paid',
    violates: ['S5 S6', '', '', '', ''],
    customers: 'settles-never',
    plan: '',
    guards: ['paymentStatus'],
  },
  {
    number: '16',
    fault: 'Stripe 500, done',
    violates: ['S9', '', '', '', ''],
    customers: 'pays',
    plan: `${created}=error-after`,
    guards: ['reconcile'],
  },
  {
    number: '16',
    fault: 'Stripe 500, not done',
    violates: ['S5 L1', '', '', '', ''],
    customers: 'pays',
    plan: `${created}=error-before`,
  },
  {
    number: '17',
    fault: 'Stripe times out',
    violates: ['S9', '', '', '', ''],
    customers: 'pays',
    plan: `${created}=timeout`,
    guards: ['idempotencyKey'],
  },
  {
    number: '18',
    fault: 'Stripe 429',
    violates: ['S5 L1', '', '', '', ''],
    customers: 'pays',
    plan: `${created}=rate-limited`,
  },
  {
    number: '19',
    fault: 'webhook dropped for good',
    violates: ['S4 S6 L1', '', '', '', ''],
    customers: 'pays',
    plan: `${completed}=drop(tries=all)`,
    guards: ['poller', 'expireBeforeCancel'],
  },
  {
    number: '20',
    fault: 'webhook twice',
    violates: ['S4', '', '', '', ''],
    customers: 'pays',
    plan: `${completed}=duplicate`,
    guards: ['webhookDedupe', 'guardedUpdates'],
  },
  {
    number: '21',
    fault: 'an orphan page expires while its order waits',
    violates: ['S9', 'S9', 'S9', 'S9', 'S9'],
    customers: 'settles-later',
    plan: `${created}=crash-after`,
    without: ['idempotencyKey'],
    guards: ['matchSession'],
  },
  {
    number: '22',
    fault: 'expire done, response lost, tried again',
    violates: ['()', '', '', '', ''],
    customers: 'leaves',
    plan: 'server/stripe.checkout.sessions.expire#1=response-lost',
  },
  {
    number: '23a',
    fault: 'forged webhook',
    violates: ['', '', '', '', ''],
    customers: 'leaves',
    plan: `${expired}=forge`,
    guards: ['verifySignature'],
  },
  {
    number: '23b',
    fault: 'old signed body replayed, within 300 s',
    violates: ['S4', '', '', '', ''],
    customers: 'pays',
    plan: `${completed}=replay`,
    guards: ['webhookDedupe', 'guardedUpdates'],
  },
  {
    number: '23b',
    fault: 'the same, later',
    violates: ['', '', '', '', ''],
    customers: 'pays',
    plan: `${completed}=replay(by=10min)`,
    guards: ['verifySignature'],
  },
  {
    number: '24',
    fault: 'crash before the webhook’s work commits',
    violates: ['', '', '', '', ''],
    customers: 'pays',
    plan: 'server/commit:fulfillOrder#1=crash-before',
  },
  {
    number: '25',
    fault: 'Postgres restarts in mid-transaction',
    violates: ['L1', '', '', '', ''],
    customers: 'pays',
    plan: 'server/reserveInventory.takeStock#1=postgres-restart',
    guards: ['poller'],
  },
  {
    number: '25',
    fault: 'disk full',
    violates: ['L1', '', '', '', ''],
    customers: 'pays',
    plan: 'server/reserveInventory.holdUnits#1=disk-full',
    guards: ['poller'],
  },
  {
    number: '26',
    fault: '40001',
    violates: ['L1', '', '', '', ''],
    customers: 'pays',
    plan: 'server/commit:reserveInventory#1=serialization-failure',
    guards: ['poller'],
  },
  {
    number: '26',
    fault: '40P01',
    violates: ['L1', '', '', '', ''],
    customers: 'pays',
    plan: 'server/reserveInventory.takeStock#1=deadlock',
    guards: ['poller'],
  },
  {
    number: '27',
    fault: 'the only server’s clock jumps by 10 min',
    violates: ['S4 S6 L1', '', '', '', ''],
    customers: 'pays',
    servers: 1,
    plan: 'customer/pay#1=clock-jump(target=A)',
    guards: ['databaseTime'],
  },
  {
    number: '28',
    fault: 'code deployed in mid-workflow',
    violates: ['L1', '', '', '', ''],
    customers: 'pays',
    plan: 'server/begin:reserveInventory#1=deploy',
    guards: ['versionedWorkflows'],
  },
  {
    number: '28b',
    fault: 'the page’s end computed anew under the same key',
    violates: ['S9', '', '', '', ''],
    customers: 'pays',
    plan: `${created}=crash-after`,
    guards: ['databaseTime'],
  },
  { number: '29', fault: 'poison input', violates: ['S5 L1', '', '', '', ''], customers: 'poison', plan: '' },
]
