/** What ties marks of a strip together: an effect to its record, and one run of a function to the next. */
import type { Run, TraceEvent } from '#simulator'

/** A span in which a step has taken effect and is not recorded: whoever dies in it leaves it to be run again. */
export interface CrashWindow {
  readonly from: number
  readonly to: number
  /** Whether the server died in it. */
  readonly torn: boolean
}

export function crashWindows(run: Run): readonly CrashWindow[] {
  return run.trace.flatMap((event): readonly CrashWindow[] => {
    if (!isEffect(event, run)) return []
    const end = run.trace.find((later) => later.index > event.index && endsWindow(later, event))
    if (end === undefined) return []
    return [{ from: event.index, to: end.index, torn: end.what.kind === 'process' }]
  })
}

/** The commits of one function for one order, where the later one was found to violate something. */
export function repeats(run: Run): readonly { readonly from: number; readonly to: number }[] {
  const guilty = run.trace.flatMap(({ what, cause }) => {
    const event = what.kind === 'violated' && cause !== null ? run.trace[cause - 1] : undefined
    return event !== undefined && 'transaction' in event.what ? [event.what.transaction] : []
  })
  const commits = run.trace.filter(({ what }) => what.kind === 'commit')
  return commits.flatMap((commit) => {
    const { what, subject } = commit
    if (what.kind !== 'commit' || !guilty.includes(what.transaction)) return []
    const before = commits.findLast(
      (earlier) =>
        earlier.index < commit.index &&
        earlier.subject === subject &&
        earlier.what.kind === 'commit' &&
        earlier.what.label === what.label,
    )
    return before === undefined ? [] : [{ from: before.index, to: commit.index }]
  })
}

/** A commit of a step, or a call of one: an effect that its checkpoint does not share a transaction with. */
function isEffect({ what, index, request }: TraceEvent, run: Run): boolean {
  if (what.kind === 'commit') return what.step !== null && !holdsCheckpoint(run, what.transaction)
  if (what.kind !== 'stripe-call') return false
  const step = run.trace.findLast(
    (earlier) => earlier.index < index && earlier.request === request && earlier.what.kind === 'step',
  )
  return step?.what.kind === 'step' && step.what.progress !== 'replayed'
}

function holdsCheckpoint(run: Run, transaction: string): boolean {
  return run.trace.some(
    (event) => isCheckpoint(event) && 'transaction' in event.what && event.what.transaction === transaction,
  )
}

function endsWindow(later: TraceEvent, effect: TraceEvent): boolean {
  const isSame =
    later.actor.role === 'server' && effect.actor.role === 'server' && later.actor.name === effect.actor.name
  if (!isSame) return false
  return isCheckpoint(later) || (later.what.kind === 'process' && later.what.change === 'crashed')
}

function isCheckpoint({ what }: TraceEvent): boolean {
  return what.kind === 'statement' && what.label.startsWith('checkpoint:') && what.error === null
}
