/** Why nothing broke: what caught each fault. */
import type { Run, TraceEvent } from '#simulator'
import { nameOf } from '#simulator/sentence.ts'
import { faultsIn, pathTo } from './causes.ts'
import { deedsOf, effectsOf, type Deed } from './deeds.ts'
import type { Link } from './links.ts'
import { faultLink, turnLinks } from './turns.ts'
import { effectLink, link } from './link.ts'
import type { Reason } from './reasons.ts'

export function heldLinks(run: Run, reference?: Run): readonly Link[] {
  const deeds = deedsOf(run).filter((deed) => effectsOf(deed).length > 0)
  const faults = faultsIn(run)
  const [fault] = faults
  if (fault === undefined) return quietLinks(run, deeds)
  const way = pathTo(run, fault)
  const before = deeds.findLast((deed) => way.some(({ index }) => index === deed.event))
  const after = run.trace.filter((event) => event.index > fault.index && !isAside(event))
  const caught = catches(run, after, before)
  const onward = deeds.findLast(
    (deed) =>
      deed.event > fault.index &&
      (fault.subject === null || run.trace[deed.event - 1]?.subject === fault.subject),
  )
  const turned = onward === undefined ? [] : pathTo(run, run.trace[onward.event - 1] ?? fault)
  return [
    ...(before ? [didLink(run, before)] : []),
    ...faults.map((one) => faultLink(run, one, reference)),
    ...turnLinks(
      run,
      turned.filter(({ index }) => index > fault.index),
    ).slice(0, 2),
    ...caught,
    ...(onward ? [effectLink(run, 'left', onward)] : []),
  ]
}

/** Nothing went wrong: what happened, in the order in which it took effect. */
function quietLinks(run: Run, deeds: readonly Deed[]): readonly Link[] {
  const told = deeds.filter(({ changes }) =>
    changes.some(({ table }) => table === 'inventory' || table === 'shipments' || table === 'stripe.charges'),
  )
  return told.slice(0, 5).map((deed) => didLink(run, deed))
}

function didLink(run: Run, deed: Deed): Link {
  return effectLink(run, 'did', deed, true)
}

/** The two events that say most clearly why it was not done twice, or was done after all. */
function catches(run: Run, after: readonly TraceEvent[], before: Deed | undefined): readonly Link[] {
  const weighed = after
    .map((event) => ({ event, weight: weightOf(event, run, before) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight || one.event.index - other.event.index)
  const kinds = new Set<string>()
  const best = weighed.filter(({ event, weight }) => {
    const kind = `${event.what.kind} ${weight}`
    return kinds.size < 2 && !kinds.has(kind) && kinds.add(kind)
  })
  return best.map(({ event }) => caughtLink(event, run))
}

/** How much an event says about why nothing broke; 0 where it says nothing. */
function weightOf(event: TraceEvent, run: Run, before: Deed | undefined): number {
  const { what, changes } = event
  switch (what.kind) {
    case 'step':
      return what.progress === 'replayed' && what.name === before?.name && isRecovering(event, run) ? 100 : 0
    case 'statement':
      if (what.error !== null) return 0
      if (what.label.startsWith('send:') && changes.length === 0) return 90
      if (what.label.startsWith('start:') && changes.length === 0) return 60
      return changes.length === 0 && isRepeated(run, event, what.label) ? 95 : 0
    case 'commit':
      return isNothingNew(run, event, what) ? 93 : 0
    case 'stripe-call':
      if (what.replayed) return 85
      return what.label.endsWith('.retrieve') ? 70 : 0
    case 'workflow':
      return what.progress === 'fenced' ? 80 : 0
    case 'rollback':
      return isCommitted(run, what.transaction) ? 0 : 75
    case 'arrived':
      return isRefusal(event, run) ? 88 : 0
    default:
      return 0
  }
}

/** A transaction that looks first, and finds that it has been done for this order. */
function isNothingNew(
  run: Run,
  { index, subject }: TraceEvent,
  commit: Extract<TraceEvent['what'], { kind: 'commit' }>,
): boolean {
  const statements = run.trace.filter(
    ({ what }) => what.kind === 'statement' && what.transaction === commit.transaction,
  )
  const hasLooked = statements.some(({ what }) => what.kind === 'statement' && what.rows.length > 0)
  if (!hasLooked || statements.some(({ changes }) => changes.length > 0)) return false
  return deedsOf(run).some(({ events }) =>
    events.some(
      (event) =>
        event.index < index &&
        event.subject === subject &&
        event.what.kind === 'commit' &&
        event.what.label === commit.label,
    ),
  )
}

/** Whether a step is taken by a server that has the workflow from another one. */
function isRecovering({ index, actor }: TraceEvent, run: Run): boolean {
  const claimed = run.trace.findLast(
    (other) => other.index < index && other.what.kind === 'workflow' && nameOf(other.actor) === nameOf(actor),
  )
  return claimed?.what.kind === 'workflow' && claimed.what.progress === 'recovered'
}

function isCommitted(run: Run, transaction: string): boolean {
  return run.trace.some(({ what }) => what.kind === 'commit' && what.transaction === transaction)
}

/** The answer to a message that nobody signed. */
function isRefusal(event: TraceEvent, run: Run): boolean {
  if (event.what.kind !== 'arrived' || !/^[45]/.test(event.what.summary)) return false
  return pathTo(run, event).some(({ what }) => what.kind === 'sent' && what.forged)
}

/** A statement that changes nothing now, and has changed rows for the same order before. */
function isRepeated(run: Run, { index, subject }: TraceEvent, label: string): boolean {
  if (/^(claim|lease|get-event|event|recv|load|now|sleep|finish)\b/.test(label)) return false
  return run.trace.some(
    (other) =>
      other.index < index &&
      other.subject === subject &&
      other.what.kind === 'statement' &&
      other.what.label === label &&
      other.changes.length > 0 &&
      (other.what.transaction === null || isCommitted(run, other.what.transaction)),
  )
}

function caughtLink(event: TraceEvent, run: Run): Link {
  const cited = event.what.kind === 'arrived' ? event.cause : event.index
  return link(run, 'because', cited, catchOf(event))
}

function catchOf({ index, actor, what }: TraceEvent): Reason {
  switch (what.kind) {
    case 'step':
      return { id: 'replayed', event: index }
    case 'commit':
      return { id: 'found-done', server: nameOf(actor) }
    case 'arrived':
      return { id: 'rejected', server: nameOf(what.from), status: what.summary.slice(0, 3) }
    case 'rollback':
      return { id: 'rolled-back', event: index }
    case 'statement':
      if (what.label.startsWith('start:')) return { id: 'no-second', event: index }
      return { id: what.label.startsWith('send:') ? 'counts-once' : 'nothing-new', event: index }
    case 'stripe-call':
      return { id: what.label.endsWith('.retrieve') ? 'asked-stripe' : 'decisive', event: index }
    default:
      return { id: 'decisive', event: index }
  }
}

/** What the simulator does by itself at the end. */
function isAside({ what }: TraceEvent): boolean {
  return what.kind === 'settling' || what.kind === 'ended'
}
