/** What the engine asks of the database, in round trips; the contract's tests of its cost hold these numbers. */
export const roundTrips = {
  /** A workflow of five plain steps: its start, each step's checkpoint, its end. */
  fiveSteps: 7,
  /** Around the application's own statements: begin, checkpoint, commit. */
  transaction: 3,
  /** A message that is there already. */
  message: 1,
  /** To go to sleep until a message or a deadline comes. */
  sleep: 1,
  /** To wake, or to take over from a server that died: claim and load. */
  wake: 2,
} as const
