/**
 * How far each kind of fault is to be believed: it was seen to behave so on a real PostgreSQL, by a test that shows it
 * each time the tests run, or it is injected here after what is known of it.
 */

export type Evidence =
  | {
      readonly seen: 'postgresql'
      /** `<file>: <name>` of the test that shows it. */
      readonly test: string
      /** One sentence: what was seen. */
      readonly what: string
    }
  | { readonly seen: 'injected'; /** One sentence. */ readonly why: string }

/** The major version of the PostgreSQL that the tests run against. */
export const seenOnMajor = 18

/** Files of tests that show several kinds each. */
export const conflicts = 'src/engine/conflicts.postgres.test.ts'
export const connections = 'src/engine/lost-connections.postgres.test.ts'
export const processes = 'src/engine/processes.postgres.test.ts'

/** Stripe's servers cannot be made to fail on purpose. */
export const ofService = (what: string): Evidence => ({
  seen: 'injected',
  why: `Stripe is modelled on its documentation: ${what}.`,
})

export const ofNetwork = (what: string): Evidence => ({
  seen: 'injected',
  why: `The network is simulated: ${what}.`,
})
