/**
 * The durable checkout with one thing wrong. Each is made from outside, by what a server is given, so that the sources
 * stay as they are; the sweep has to find every one.
 */
import type { Database, OpenTransaction, Statement } from '#engine'
import type { Implementation, Machine, Scenario } from '#simulator/scenario.ts'

export const mutants = {
  'the checkpoint in a commit of its own': (machine: Machine): Machine =>
    withDatabase(machine, checkpointAfterCommit(machine.database)),
  'the key made anew for each call': (machine: Machine): Machine => ({
    ...machine,
    stripe: withRandomKeys(machine),
  }),
} as const

/** The scenario, its durable implementation on a mutated machine. */
export function mutate(scenario: Scenario, change: (machine: Machine) => Machine): Scenario {
  const implementations = scenario.implementations.map((implementation): Implementation => {
    if (implementation.name !== 'durable') return implementation
    return { ...implementation, boot: (machine) => implementation.boot(change(machine)) }
  })
  return { ...scenario, implementations }
}

function withDatabase(machine: Machine, database: Database): Machine {
  return { ...machine, database, environment: { ...machine.environment, database } }
}

/** Holds a checkpoint back until the application's transaction has committed, and then writes it alone. */
function checkpointAfterCommit(database: Database): Database {
  return {
    query: (statement) => database.query(statement),
    async begin(purpose) {
      const tx = await database.begin(purpose)
      const held: Statement[] = []
      const mutant: OpenTransaction = {
        query(statement) {
          if (!statement.label.startsWith('checkpoint:')) return tx.query(statement)
          held.push(statement)
          // The answer of a checkpoint that was written.
          return Promise.resolve([{ is_owned: true, is_stored: true }])
        },
        async commit() {
          await tx.commit()
          for (const statement of held) await database.query(statement)
        },
        rollback: () => tx.rollback(),
      }
      return mutant
    },
  }
}

function withRandomKeys({ stripe }: Machine): Machine['stripe'] {
  const sessions = Object.create(stripe.checkout.sessions) as typeof stripe.checkout.sessions
  sessions.create = (parameters) => stripe.checkout.sessions.create(parameters)
  const checkout = Object.create(stripe.checkout) as typeof stripe.checkout
  Object.defineProperty(checkout, 'sessions', { value: sessions })
  const mutant = Object.create(stripe) as typeof stripe
  Object.defineProperty(mutant, 'checkout', { value: checkout })
  return mutant
}
