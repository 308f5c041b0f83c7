/**
 * “Sometimes” statements: what a sweep should have seen happen at least once.
 *
 * That nothing was violated says little of a guard that never had anything to do. Each statement is asked of every run,
 * from its trace alone, and counted; one that never came true is told beside the verdict.
 */
import type { FaultKind, Input, Run, TraceEvent, What } from '#simulator'
import type { ImplementationFacts } from '#simulator/scenario.ts'

export interface Sometimes {
  readonly id: string
  /** A sentence in the past tense. */
  readonly says: string
  readonly implementations: readonly string[]
  /** The guard that has something to do when it comes true; null where it is the implementation's own way. */
  readonly guard: string | null
  /** Whether it came true in a run. */
  isReached(seen: Seen): boolean
}

/** What a statement is asked of. */
type Told = Pick<Run, 'input' | 'trace'>

/** A run, with its events sorted by kind. */
interface Seen {
  readonly run: Told
  of<K extends What['kind']>(kind: K): readonly Of<K>[]
}
type Of<K extends What['kind']> = TraceEvent & { readonly what: What & { readonly kind: K } }

const [naive, stateMachine, atLeastOnce, durable] = ['naive', 'state-machine', 'at-least-once', 'durable']
const everywhere = [naive, stateMachine, atLeastOnce, durable]
const careful = [stateMachine, atLeastOnce, durable]
const engines = [atLeastOnce, durable]

export const sometimes: readonly Sometimes[] = [
  {
    id: 'recovered-elsewhere',
    says: 'A workflow was taken over by the other server.',
    implementations: engines,
    guard: null,
    isReached: ({ of }) =>
      of('workflow').some(
        ({ index, actor, what }) =>
          what.progress === 'recovered' &&
          of('process').some(
            (event) => isDown(event) && event.index < index && nameOf(event) !== nameOf({ actor }),
          ),
      ),
  },
  {
    id: 'replayed',
    says: 'A step’s saved result was reused instead of running the step again.',
    implementations: engines,
    guard: null,
    isReached: ({ of }) => of('step').some(({ what }) => what.progress === 'replayed'),
  },
  {
    id: 'checkpoint-found',
    says: 'After a commit whose answer was lost, its checkpoint was found.',
    implementations: [durable],
    guard: 'atomicCheckpoint',
    isReached: (seen) =>
      statements(seen, /^lookup:/).some(({ what }) => what.rows.some((row) => row['is_stored'] === true)),
  },
  {
    id: 'died-in-transaction',
    says: 'A server died inside a transaction, and the transaction was rolled back.',
    implementations: everywhere,
    guard: null,
    isReached: ({ of }) => of('rollback').some(({ what }) => what.why.endsWith(' died')),
  },
  {
    id: 'ran-into-timeout',
    says: 'A workflow was woken because no payment arrived in time.',
    implementations: engines,
    guard: null,
    isReached: ({ of }) =>
      of('statement').some(
        ({ what }) =>
          what.label.startsWith('recv:') &&
          what.rows.some((row) => row['outcome'] === 'received' && row['output'] === null),
      ),
  },
  {
    id: 'zombie-fenced',
    says: 'A server that had lost its workflow was kept from writing to it.',
    implementations: engines,
    guard: 'fencing',
    isReached: ({ of }) => of('workflow').some(({ what }) => what.progress === 'fenced'),
  },
  {
    id: 'left-order-polled',
    says: 'The poller picked up an order that a dead server had left.',
    implementations: [stateMachine],
    guard: 'poller',
    isReached: (seen) =>
      statements(seen, /^poll$/).some(
        ({ index, what }) =>
          seen.of('process').some((event) => isDown(event) && event.index < index) &&
          what.rows.some((row) => row['status'] === 'PENDING' || row['status'] === 'RESERVED'),
      ),
  },
  {
    id: 'moved-on',
    says: 'A server found that the order was already in its next state.',
    implementations: [stateMachine],
    guard: 'guardedUpdates',
    isReached: (seen) =>
      statements(seen, /\.(move|settle)$/).some(({ what }) => what.error === null && what.rows.length === 0),
  },
  {
    id: 'step-found-done',
    says: 'A step found that it was already done, and did not run again.',
    implementations: [atLeastOnce],
    guard: 'idempotentSteps',
    isReached: (seen) =>
      statements(seen, /\.settle$/).some(({ what }) => what.error === null && what.rows.length === 0) ||
      statements(seen, /^reserveInventory\.check$/).some(({ what }) => what.rows[0]?.['is_done'] === true),
  },
  {
    id: 'same-page',
    says: 'A second click got the page of the first.',
    implementations: everywhere,
    guard: 'cartKey',
    isReached: ({ of }) => {
      const pages = of('sent')
        .filter(({ what }) => what.label === 'response:checkout' && what.summary.startsWith('200 '))
        .map(({ subject, what }) => `${subject} ${what.summary}`)
      return new Set(pages).size < pages.length
    },
  },
  {
    id: 'call-sent-again',
    says: 'The Stripe client sent a call again, under the key that it had made up for it.',
    implementations: everywhere,
    guard: 'clientRetries',
    isReached: ({ of }) => {
      const keys = of('stripe-call').flatMap(({ what }) => what.idempotencyKey ?? [])
      const own = keys.filter((key) => key.startsWith('stripe-node-retry-'))
      return new Set(own).size < own.length
    },
  },
  {
    id: 'call-replayed',
    says: 'Stripe answered a call from its record of an earlier one.',
    implementations: careful,
    guard: 'idempotencyKey',
    isReached: ({ of }) => of('stripe-call').some(({ what }) => what.replayed),
  },
  {
    id: 'page-found',
    says: 'After a 500 the page was found at Stripe.',
    implementations: careful,
    guard: 'reconcile',
    isReached: ({ of }) =>
      of('stripe-call').some(
        ({ index, subject, what }) =>
          what.label.endsWith('.list') &&
          what.status === 200 &&
          // Whoever does not find it asks for another.
          !of('stripe-call').some(
            (later) =>
              later.index > index && later.subject === subject && later.what.label.endsWith('.create'),
          ),
      ),
  },
  {
    id: 'clock-wrong',
    says: 'A server whose clock was wrong read the database’s clock.',
    implementations: careful,
    guard: 'databaseTime',
    isReached: (seen) =>
      seen
        .of('process')
        .some(
          (jumped) =>
            jumped.what.change === 'clock-jumped' &&
            statements(seen, /^now$/).some(
              (read) => read.index > jumped.index && nameOf(read) === nameOf(jumped),
            ),
        ),
  },
  {
    id: 'page-closed',
    says: 'A page was closed before its order was cancelled.',
    implementations: careful,
    guard: 'expireBeforeCancel',
    isReached: ({ of }) =>
      of('stripe-call').some(
        ({ index, subject, what }) =>
          what.label.endsWith('.expire') &&
          what.status === 200 &&
          of('commit').some(
            (later) => later.index > index && later.subject === subject && later.what.label === 'undoOrder',
          ),
      ),
  },
  {
    id: 'paid-when-closed',
    says: 'A page that was about to be closed was already paid.',
    implementations: careful,
    guard: 'expireBeforeCancel',
    isReached: ({ of }) =>
      of('stripe-call').some(
        ({ index, subject, what }) =>
          what.label.endsWith('.expire') &&
          what.status === 400 &&
          of('commit').some(
            (later) =>
              later.index > index && later.subject === subject && later.what.label === 'fulfillOrder',
          ),
      ),
  },
  {
    id: 'completed-unpaid',
    says: 'A page was completed while its payment was still pending.',
    implementations: everywhere,
    guard: 'paymentStatus',
    isReached: (seen) => {
      const settled = seen
        .of('sent')
        .find(({ what }) => what.label.startsWith('webhook:checkout.session.async_'))
      return settled !== undefined && webhooks(seen).some(({ index }) => index < settled.index)
    },
  },
  {
    id: 'webhook-twice',
    says: 'A webhook arrived twice.',
    implementations: everywhere,
    guard: 'webhookDedupe',
    isReached: (seen) => {
      const events = webhooks(seen).map(({ what }) => what.summary)
      return new Set(events).size < events.length
    },
  },
  {
    id: 'change-twice',
    says: 'Two events told of one change.',
    implementations: everywhere,
    guard: 'eventByObject',
    isReached: (seen) =>
      seen
        .of('stripe')
        .some(({ what }) => what.action.startsWith('tells of the same change by another event')),
  },
  {
    id: 'other-page',
    says: 'A cart had two pages at Stripe, and a webhook arrived for one.',
    implementations: careful,
    guard: 'matchSession',
    isReached: (seen) => {
      const made = seen
        .of('stripe-call')
        .filter(({ what }) => what.label.endsWith('.create') && what.lost === null && !what.replayed)
        .filter(({ what }) => what.status === 200)
      const subjects = made.map(({ subject }) => subject)
      return new Set(subjects).size < subjects.length && webhooks(seen).length > 0
    },
  },
  {
    id: 'forgery-refused',
    says: 'A webhook with a wrong or an old signature was rejected.',
    implementations: everywhere,
    guard: 'verifySignature',
    isReached: (seen) => {
      const foreign = seen
        .of('sent')
        .filter(({ what }) => what.label.startsWith('webhook:') && (what.forged || isStruck(seen, 'replay')))
        .map(({ what }) => what.message)
      return seen
        .of('sent')
        .some(
          ({ what }) =>
            what.label.startsWith('response:') &&
            foreign.includes(what.message) &&
            !what.summary.startsWith('200'),
        )
    },
  },
  {
    id: 'webhook-accepted',
    says: 'A webhook was accepted by its signature.',
    implementations: everywhere,
    guard: 'rawBody',
    isReached: (seen) => {
      const arrived = webhooks(seen).map(({ what }) => what.message)
      return seen
        .of('sent')
        .some(
          ({ what }) =>
            what.label.startsWith('response:') &&
            arrived.includes(what.message) &&
            what.summary.startsWith('200'),
        )
    },
  },
  {
    id: 'webhook-sent-again',
    says: 'Stripe sent a webhook again whose work had failed.',
    implementations: [naive],
    guard: 'workBeforeAnswer',
    isReached: (seen) =>
      seen
        .of('sent')
        .some(
          ({ index, what }) =>
            what.label.startsWith('webhook:') &&
            what.attempt > 1 &&
            webhooks(seen).some((arrived) => arrived.index < index && arrived.what.summary === what.summary),
        ),
  },
  {
    id: 'note-rolled-back',
    says: 'The note of an event was rolled back with its work.',
    implementations: [naive],
    guard: 'noteWithWork',
    isReached: (seen) => {
      const noted = statements(seen, /^noteEvent$/).map(({ what }) => what.transaction)
      return seen.of('rollback').some(({ what }) => noted.includes(what.transaction))
    },
  },
  {
    id: 'stock-not-taken',
    says: 'Units were not taken because too few were left.',
    implementations: [naive],
    guard: 'conditionalStock',
    isReached: (seen) =>
      statements(seen, /\.takeStock$/).some(({ what }) => what.error === null && what.rows.length === 0),
  },
  {
    id: 'shipped-on-return',
    says: 'An order was fulfilled by the return page.',
    implementations: [naive],
    guard: 'returnPage',
    isReached: ({ of }) =>
      of('commit').some(
        ({ request, what }) => what.label === 'fulfillOrder' && request?.includes('/GET ') === true,
      ),
  },
  {
    id: 'outlived-deploy',
    says: 'A workflow that old code had begun ended after new code was deployed.',
    implementations: engines,
    guard: 'versionedWorkflows',
    isReached: (seen) => {
      const deployed = seen.of('fault').find(({ what }) => kindOf(seen, what.fault) === 'deploy')
      const begun = seen.of('step')[0]?.index ?? Infinity
      return (
        deployed !== undefined &&
        begun < deployed.index &&
        seen.of('workflow').some(({ index, what }) => index > deployed.index && what.progress === 'succeeded')
      )
    },
  },
  {
    id: 'both-down',
    says: 'Both servers were down at once.',
    implementations: everywhere,
    guard: null,
    isReached: ({ of }) => {
      const down = new Set<string>()
      return of('process').some((event) => {
        if (isDown(event)) down.add(nameOf(event))
        if (event.what.change === 'restarted' || event.what.change === 'thawed') down.delete(nameOf(event))
        return down.size === 2
      })
    },
  },
]

/** Ids of the statements that came true in a run; it may have been made without capture. */
export function reachedIn(run: Told): readonly string[] {
  const byKind = new Map<string, TraceEvent[]>()
  for (const event of run.trace) {
    const same = byKind.get(event.what.kind)
    if (same) same.push(event)
    else byKind.set(event.what.kind, [event])
  }
  const seen: Seen = {
    run,
    of: <K extends What['kind']>(kind: K) => (byKind.get(kind) ?? []) as unknown as readonly Of<K>[],
  }
  const { implementation } = run.input
  return sometimes
    .filter((each) => each.implementations.includes(implementation) && each.isReached(seen))
    .map(({ id }) => id)
}

/**
 * What an implementation could have shown and did not; of its guards only those that are on.
 *
 * @param guards those that differ from the implementation's defaults
 * @param counts in how many schedules each came true
 */
export function neverReached(
  implementation: Pick<ImplementationFacts, 'name' | 'guards'>,
  guards: Input['guards'],
  counts: { readonly [id: string]: number } = {},
): readonly Sometimes[] {
  const isOn = (name: string): boolean =>
    guards[name] ?? implementation.guards.find((guard) => guard.name === name)?.default ?? false
  return sometimes
    .filter(({ id, implementations }) => implementations.includes(implementation.name) && !counts[id])
    .filter(({ guard }) => guard === null || isOn(guard))
}

function statements({ of }: Seen, label: RegExp): readonly Of<'statement'>[] {
  return of('statement').filter(({ what }) => label.test(what.label))
}

/** Those that reached a server. */
function webhooks({ of }: Seen): readonly Of<'arrived'>[] {
  return of('arrived').filter(({ what }) => what.label.startsWith('webhook:'))
}

function isDown({ actor, what }: Of<'process'>): boolean {
  return actor.role === 'server' && (what.change === 'crashed' || what.change === 'frozen')
}

function nameOf({ actor }: Pick<TraceEvent, 'actor'>): string {
  return 'name' in actor ? actor.name : actor.role
}

function kindOf({ run }: Seen, fault: number): FaultKind | undefined {
  return run.input.plan[fault]?.kind
}

function isStruck(seen: Seen, kind: FaultKind): boolean {
  return seen.of('fault').some(({ what }) => kindOf(seen, what.fault) === kind)
}
