/**
 * How far each kind of fault is to be believed: it was seen to behave so on a real PostgreSQL, by a test that shows it
 * each time the tests run, or it is injected here after what is known of it.
 *
 * What the server says to each, word for word, is in `database-failures.ts`; a test holds the two together.
 */
import type { FaultKind } from './plan.ts'

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

const conflicts = 'src/engine/conflicts.postgres.test.ts'
const connections = 'src/engine/lost-connections.postgres.test.ts'
const processes = 'src/engine/processes.postgres.test.ts'

/** Stripe's servers cannot be made to fail on purpose. */
const ofStripe = (what: string): Evidence => ({
  seen: 'injected',
  why: `Stripe is modelled on its documentation: ${what}.`,
})

const ofNetwork = (what: string): Evidence => ({
  seen: 'injected',
  why: `The network is simulated: ${what}.`,
})

export const evidence: { readonly [kind in FaultKind]: Evidence } = {
  'crash-before': {
    seen: 'postgresql',
    test: `${processes}: crash-before: a process killed before its commit has written nothing, and another runs the transaction`,
    what: 'A process killed with SIGKILL before its COMMIT leaves no row; another one runs the transaction.',
  },
  'crash-after': {
    seen: 'postgresql',
    test: `${processes}: crash-after: a process killed after its commit has written all, and another takes its checkpoint`,
    what: 'A process killed with SIGKILL after its COMMIT leaves rows and checkpoint; another one continues from there.',
  },
  freeze: {
    seen: 'postgresql',
    test: `${processes}: freeze: a process stopped with a transaction open loses it to the time-out, and comes back as a zombie that changes nothing`,
    what: 'The server ends the session of a process stopped with SIGSTOP (25P03); on SIGCONT the process is fenced.',
  },
  'clock-jump': {
    seen: 'injected',
    why: 'One server’s clock is moved: setting a real machine’s clock would move it for every process there.',
  },
  deploy: {
    seen: 'injected',
    why: 'A server is ended and started with another version of the code.',
  },
  'ack-lost': {
    seen: 'postgresql',
    test: `${connections}: ack-lost: a commit whose answer is cut off is 08006, as if it had not been, and its rows are there`,
    what: 'With the wire cut after COMMIT had passed, the caller gets 08006, and the rows are there.',
  },
  'serialization-failure': {
    seen: 'postgresql',
    test: `${conflicts}: serialization-failure: at repeatable read and serializable the second update is 40001, its transaction is lost, its connection is not`,
    what: 'Seen at repeatable read and serializable. At read committed, which this shop uses, an update waits instead: 40001 is injected there.',
  },
  deadlock: {
    seen: 'postgresql',
    test: `${conflicts}: deadlock: of two orders that take two articles in opposite order, one is 40P01 and the other commits`,
    what: 'Two orders that take two articles in opposite order: one gets 40P01, the other commits. Here an order has one article, so it is injected.',
  },
  'connection-lost': {
    seen: 'postgresql',
    test: `${connections}: connection-lost: a wire cut under a statement is 08006, the next statement too, and nothing of the transaction is kept`,
    what: 'With the wire cut under a statement, the caller gets 08006, and the server rolls the transaction back.',
  },
  'disk-full': {
    seen: 'postgresql',
    test: 'src/engine/full-disks.postgres.test.ts: disk-full: a statement that makes a table grow is 53100, its transaction is lost, its connection is not',
    what: 'A statement that makes a table grow gets 53100, and its transaction is lost. At a commit it was not seen: there it is injected.',
  },
  'postgres-restart': {
    seen: 'postgresql',
    test: 'src/engine/restarts.postgres.test.ts: postgres-restart: a fast stop is 57P01 under a statement and 08006 otherwise, and of each open transaction nothing is kept',
    what: 'A statement under way gets 57P01, every other session 08006, and no open transaction is kept; then 57P03 until it serves.',
  },
  'request-lost': ofStripe('the request never arrives there'),
  'response-lost': ofStripe('it does what was asked, and its answer is lost'),
  'error-before': ofStripe('a 500 before the effect, stored under the idempotency key'),
  'error-after': ofStripe('a 500 after the effect, stored under the idempotency key'),
  'rate-limited': ofStripe('a 429, before the idempotency key is looked at'),
  timeout: ofStripe('it does what was asked, and the client gives up waiting'),
  drop: ofNetwork('the message does not arrive'),
  duplicate: ofNetwork('the message arrives twice'),
  delay: ofNetwork('the message arrives late'),
  overtake: ofNetwork('a later message arrives first'),
  forge: ofNetwork('a message arrives whose signature does not fit'),
  replay: ofNetwork('body and signature of an earlier message arrive once more'),
}
