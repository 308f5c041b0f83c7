/**
 * The guards: protections that an implementation has and that can be switched off, each at one place in the source.
 *
 * What is on by default is what a careful author of that implementation would have; the naive author has what the
 * documentation of Stripe says, and nothing else.
 */
import type { Guard } from '#simulator/scenario.ts'

const titles = {
  cartKey: 'One cart makes one order, however often “buy” is clicked',
  clientRetries: 'The Stripe client sends a call up to three times, each time under one key',
  idempotencyKey: 'A repeated call to Stripe carries the idempotency key of the first',
  reconcile: 'After a 500 the server looks for the page at Stripe before it uses a new key',
  databaseTime: 'Times come from the database’s clock, which all servers share',
  expireBeforeCancel: 'The server closes the page at Stripe before it cancels, and ships if it was paid',
  paymentStatus: 'A completed page counts as paid only if Stripe has the money, or asked for none',
  matchSession: 'A webhook counts only for the order’s own page',
  webhookDedupe: 'A Stripe event counts once, by its id',
  eventByObject: 'A Stripe event counts once, by its type and its page',
  verifySignature: 'A webhook counts only with Stripe’s signature of the last five minutes',
  rawBody: 'The signature is checked over the body as it came, before it is parsed',
  workBeforeAnswer: 'A webhook is answered only after its work is committed',
  noteWithWork: 'An event that counts once is noted in the transaction of its work',
  conditionalStock: 'Stock is checked and taken in one statement, not read first and written later',
  returnPage: 'The page after the payment asks Stripe, and fulfills the order too',
  poller: 'A poller looks for orders that a dead server left or that wait too long',
  guardedUpdates: 'An update changes the state only if it is still the state that was read',
  idempotentSteps: 'Each step checks first whether it is already done',
  atomicCheckpoint: 'A step’s checkpoint commits in the same transaction as its rows',
  fencing: 'An executor that has lost its workflow cannot write to it',
  versionedWorkflows: 'New code runs under a new name; the old code finishes its own workflows',
} as const

export type GuardName = keyof typeof titles

/** Guards in the order given, with those that are on by default. */
function guardsOf(on: readonly GuardName[], off: readonly GuardName[]): readonly Guard[] {
  const all = Object.keys(titles) as GuardName[]
  return all
    .filter((name) => on.includes(name) || off.includes(name))
    .map((name) => ({ name, title: titles[name], default: on.includes(name) }))
}

/**
 * The Stripe client retries by default, and the rest that is on is in Stripe’s documentation. Three guards are no matter
 * of durability, and fix what they fix here as well; the naive author has not thought of them. Stripe recommends the
 * return page, which ships a second time unless events count once by their page.
 */
export const naiveGuards = guardsOf(
  ['clientRetries', 'verifySignature', 'rawBody', 'workBeforeAnswer', 'noteWithWork', 'conditionalStock'],
  ['cartKey', 'webhookDedupe', 'eventByObject', 'returnPage'],
)

/** What any careful author has, however the orchestration is written. */
const careful: readonly GuardName[] = [
  'cartKey',
  'clientRetries',
  'idempotencyKey',
  'reconcile',
  'databaseTime',
  'expireBeforeCancel',
  'paymentStatus',
  'matchSession',
  'verifySignature',
  'rawBody',
]

/** Everything that makes it correct is here, by hand. */
export const stateMachineGuards = guardsOf([...careful, 'poller', 'guardedUpdates'], [])

/** Of the workflow itself, on whatever engine it runs. */
const workflowGuards: readonly GuardName[] = [...careful, 'webhookDedupe', 'fencing', 'versionedWorkflows']

/** Such engines ask their users to make each step idempotent. As first written, it is not. */
export const atLeastOnceGuards = guardsOf(workflowGuards, ['idempotentSteps'])

/** The shared commit does what idempotent steps would: they stay as first written. */
export const durableGuards = guardsOf([...workflowGuards, 'atomicCheckpoint'], ['idempotentSteps'])
