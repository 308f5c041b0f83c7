/** What an engine and its customers do about a failure: takeovers, checkpoints, repeated calls and requests. */
import { titleOf, type Run, type TraceEvent } from '#simulator'
import type { StoryWords } from '#simulator/scenario.ts'
import { nameOf } from '#simulator/sentence.ts'
import { effectIn } from './effect-beats.ts'
import { isSame, labelOf, type Beat } from './beat.ts'

export function engineBeats(run: Run, words: StoryWords): readonly Beat[] {
  return [
    ...run.trace.flatMap((event) => takeoverBeats(event, run)),
    ...repeatedCalls(run, words),
    ...run.trace.flatMap((event) => questionBeats(event)),
    ...run.trace.flatMap((event) => foundBeats(event, run, words)),
    ...repeatedRequests(run, words),
  ]
}

/** `B takes over`, and the last checkpoint that it finds, or the first that is missing although the step was done. */
function takeoverBeats(event: TraceEvent, run: Run): readonly Beat[] {
  const { what, actor, index } = event
  if (what.kind !== 'workflow' || what.progress !== 'recovered') return []
  const { workflowId } = what
  const next = run.trace.find(
    (later) => later.index > index && later.what.kind === 'workflow' && later.what.workflowId === workflowId,
  )
  const steps = run.trace
    .slice(index, next?.index)
    .flatMap((step) =>
      step.what.kind === 'step' && step.what.workflowId === workflowId && isSame(step.actor, actor)
        ? [{ index: step.index, ...step.what }]
        : [],
    )
  const reused = steps.findLast(({ progress }) => progress === 'replayed')
  const began = steps.find(({ progress }) => progress === 'began')
  const isMissing = began !== undefined && wasDone(run, index, began.step, workflowId)
  return [
    { event: index, words: `${nameOf(actor)} takes over`, kind: 'process', weight: 72 },
    ...(isMissing
      ? [{ event: began.index, words: `no checkpoint ${began.step}`, kind: 'protection' } as const]
      : reused === undefined
        ? []
        : [{ event: reused.index, words: `finds checkpoint ${reused.step}`, kind: 'protection' } as const]),
  ]
}

/** Whether a step had taken effect before: its transaction committed, or its call was made. */
function wasDone(run: Run, before: number, step: string, workflowId: string): boolean {
  return run.trace.some((event) => {
    const { index, what, actor } = event
    if (index >= before) return false
    if (what.kind === 'commit') return what.step === step
    if (what.kind !== 'stripe-call' || what.lost === 'request') return false
    const own = run.trace.findLast(
      (earlier) => earlier.index < index && earlier.what.kind === 'step' && isSame(earlier.actor, actor),
    )
    return own?.what.kind === 'step' && own.what.step === step && own.what.workflowId === workflowId
  })
}

/** `called twice, one page`: the same key, and one effect. */
function repeatedCalls(run: Run, words: StoryWords): readonly Beat[] {
  const calls = run.trace.flatMap(({ index, what, changes }) =>
    what.kind === 'stripe-call' && what.idempotencyKey !== null
      ? [{ index, key: what.idempotencyKey, replayed: what.replayed, changes }]
      : [],
  )
  return calls.flatMap(({ index, key, replayed }): readonly Beat[] => {
    const own = calls.filter((call) => call.key === key)
    const isFirst = own.find((call) => call.replayed)?.index === index
    if (!replayed || !isFirst) return []
    const made = own.map(({ changes }) => effectIn(words, changes)).find((effect) => effect !== null)
    const single = made?.single
    const times = own.length === 2 ? 'twice' : `${own.length} times`
    return single === undefined
      ? []
      : [{ event: index, words: `called ${times}, ${single}`, kind: 'protection', effect: made?.id ?? '' }]
  })
}

/** It does not wait to be told, and asks. */
function questionBeats({ what, index }: TraceEvent): readonly Beat[] {
  return what.kind === 'stripe-call' && what.method === 'GET' && (what.status ?? 500) < 400
    ? [{ event: index, words: `asks ${titleOf({ role: 'stripe' })}`, kind: 'protection' }]
    : []
}

function foundBeats(event: TraceEvent, run: Run, { found }: StoryWords): readonly Beat[] {
  const label = labelOf(event)
  const own = found.find((one) => one.label.test(label))
  if (own === undefined || event.what.kind === 'fault') return []
  if (own.isRepeated && !isRepeated(event, label, run)) return []
  if (!own.isRepeated && event.changes.length === 0 && !hasRows(event)) return []
  return [{ event: event.index, words: own.words, kind: 'protection' }]
}

function hasRows({ what }: TraceEvent): boolean {
  return what.kind === 'statement' && what.rows.length > 0
}

/** It changes nothing, and the same operation has changed rows for the same customer before. */
function isRepeated(event: TraceEvent, label: string, run: Run): boolean {
  if (changesOf(event, run) > 0) return false
  return run.trace.some(
    (earlier) =>
      earlier.index < event.index &&
      earlier.subject === event.subject &&
      earlier.what.kind === event.what.kind &&
      labelOf(earlier) === label &&
      changesOf(earlier, run) > 0,
  )
}

/** Of a statement its own, of a commit those of its transaction. */
function changesOf({ what, changes }: TraceEvent, run: Run): number {
  if (what.kind !== 'commit') return changes.length
  return run.trace
    .filter((event) => 'transaction' in event.what && event.what.transaction === what.transaction)
    .reduce((sum, event) => sum + event.changes.length, 0)
}

/** A customer who sends the same request once more. */
function repeatedRequests(run: Run, { retries }: StoryWords): readonly Beat[] {
  const seen: TraceEvent[] = []
  return run.trace.flatMap((event): readonly Beat[] => {
    if (event.what.kind !== 'sent' || event.actor.role !== 'customer') return []
    const { label } = event.what
    const hasAsked = seen.some(
      ({ actor, what }) => isSame(actor, event.actor) && what.kind === 'sent' && what.label === label,
    )
    seen.push(event)
    return hasAsked
      ? [{ event: event.index, words: `${nameOf(event.actor)} ${retries}`, kind: 'customer' }]
      : []
  })
}
