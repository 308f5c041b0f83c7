/**
 * What is left out when the states of a run are compared, column by column and with the reason: times, counters of
 * attempts, and generated keys. Without it no state would ever come back, since time alone changes some of these.
 *
 * Everything else is compared, ids of orders and of Stripe's objects among it: whoever makes one more is no step nearer
 * to an earlier state.
 */
export interface LeftOut {
  /** As tables of a run are named: the shop's by bare name, others as `schema.table`. */
  readonly table: string
  readonly column: string
  /** One sentence. */
  readonly why: string
}

/** Of the engine's tables and of Stripe's. A scenario adds those of its own. */
export const worldLeftOut: readonly LeftOut[] = [
  { table: 'engine.workflow', column: 'due_at', why: 'A time: the end of a lease moves with each renewal.' },
  { table: 'engine.workflow', column: 'claimed_at', why: 'A time: of the last claim.' },
  { table: 'engine.workflow', column: 'ended_at', why: 'A time: of its end.' },
  { table: 'engine.workflow', column: 'epoch', why: 'A counter of claims.' },
  { table: 'engine.workflow', column: 'recoveries', why: 'A counter of claims of an abandoned workflow.' },
  {
    table: 'engine.step_checkpoint',
    column: 'step',
    why: 'A counter: a loop of a workflow gives the same step the next number at each pass.',
  },
  {
    table: 'engine.step_checkpoint',
    column: 'epoch',
    why: 'The counter of claims under which it was written.',
  },
  { table: 'engine.step_checkpoint', column: 'deadline', why: 'A time: the end of a sleep or a wait.' },
  { table: 'engine.step_checkpoint', column: 'created_at', why: 'A time.' },
  {
    table: 'stripe.idempotency_keys',
    column: 'key',
    why: 'Generated: a key that is new at each attempt stands for the same stored answer.',
  },
  { table: 'stripe.idempotency_keys', column: 'position', why: 'A counter of keys.' },
  { table: 'stripe.idempotency_keys', column: 'stored_at', why: 'A time.' },
]
