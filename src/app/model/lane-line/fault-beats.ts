/** What the plan does to a run, and what comes of it for its processes. */
import { titleOf, type Fault, type Run, type TraceEvent } from '#simulator'
import { isDeployment, processEffectBehind } from '#simulator/fault-behind.ts'
import { definitionOf } from '#simulator/faults/registry.ts'
import { about, nameOf } from '#simulator/sentence.ts'
import { failedMessages } from '../retries.ts'
import { isSame, type Beat } from './beat.ts'

export function faultBeats(run: Run): readonly Beat[] {
  const told = new Set<number>()
  const strikes = run.trace.flatMap((event): readonly Beat[] => {
    const { what, index } = event
    if (what.kind === 'process') return processBeats(event, run)
    if (what.kind === 'rollback') return [{ event: index, words: 'rolled back', kind: 'process', weight: 48 }]
    if (what.kind === 'sent' && what.attempt > 1 && what.fate === 'delivered')
      return [{ event: index, words: `${nameOf(event.actor)} sends it again`, kind: 'protection' }]
    if (what.kind !== 'fault' || told.has(what.fault)) return []
    told.add(what.fault)
    const fault = run.input.plan[what.fault]
    if (fault === undefined || isOfProcess(run.trace[index], index)) return []
    if (definitionOf(fault.kind).looks.hasOwnEvent === true) return []
    return [{ event: index, words: strikePhrase(fault, event), kind: 'fault' }]
  })
  const tries = failedMessages(run).map(({ event, words }): Beat => ({ event, words, kind: 'fault' }))
  return [...strikes, ...tries, ...rejectedForgeries(run)]
}

/** `webhook lost`, `answer lost`: what a fault is drawn with, after what it happens to if that does not say it. */
function strikePhrase(fault: Fault, event: TraceEvent): string {
  const { family, words } = definitionOf(fault.kind)
  const mark = words.mark(fault)
  if (words.beat !== undefined) return words.beat(mark, nameOf(event.actor), { service: 'Stripe' })
  return family === 'network' ? `${messageNoun(fault.point.label)} ${mark}` : mark
}

function messageNoun(label: string): string {
  if (label.startsWith('webhook:')) return 'webhook'
  return label.startsWith('request:') ? 'request' : 'answer'
}

/** Whether the event after a fault is what it does to a process: that is told instead. */
function isOfProcess(next: TraceEvent | undefined, fault: number): boolean {
  return next?.what.kind === 'process' && next.cause === fault
}

function processBeats(event: TraceEvent, run: Run): readonly Beat[] {
  const { what, index, actor } = event
  if (what.kind !== 'process') return []
  const name = nameOf(actor)
  const effect = processEffectBehind(event, run)
  const beat = (words: string): readonly Beat[] => [{ event: index, words, kind: 'fault' }]
  switch (what.change) {
    case 'crashed':
      return beat(isDeployment(event, run) ? `${name} gets new code` : `${name} dies`)
    case 'restarted':
      return actor.role === 'postgres' ? beat('Postgres restarts') : []
    case 'frozen':
      return beat(`${name} freezes`)
    case 'clock-jumped':
      return effect?.does === 'jump-clock'
        ? beat(`${name}’s clock ${effect.byMs < 0 ? '−' : '+'}${about(Math.abs(effect.byMs))}`)
        : []
    case 'thawed':
      return zombieBeats(event, run)
  }
}

/** A server that has lost its workflow while it stood still: it wakes up, it tries to write, it is refused. */
function zombieBeats(thawed: TraceEvent, run: Run): readonly Beat[] {
  const name = nameOf(thawed.actor)
  const own = run.trace.filter(({ index, actor }) => index > thawed.index && isSame(actor, thawed.actor))
  const fenced = own.find(({ what }) => what.kind === 'workflow' && what.progress === 'fenced')
  if (fenced === undefined) return [{ event: thawed.index, words: `${name} wakes up`, kind: 'process' }]
  // It may hear that it has lost the workflow from a renewal of its lease, before it tries to save its step.
  const tried =
    own.find(isRefusedCheckpoint) ??
    own.findLast(({ index, what }) => index < fenced.index && what.kind === 'statement')
  const step = run.trace.findLast(
    ({ index, actor, what }) => index < fenced.index && what.kind === 'step' && isSame(actor, thawed.actor),
  )
  const saves = tried?.what.kind === 'statement' && tried.what.label.startsWith('checkpoint:')
  const what = saves && step?.what.kind === 'step' ? `save step ${step.what.step}` : 'write'
  const weight = 85
  return [
    { event: thawed.index, words: `${name} wakes up`, kind: 'process', weight },
    ...(tried === undefined
      ? []
      : [{ event: tried.index, words: `tries to ${what}`, kind: 'process', weight } as const]),
    { event: Math.max(fenced.index, tried?.index ?? 0), words: 'rejected', kind: 'protection', weight },
  ]
}

function isRefusedCheckpoint({ what }: TraceEvent): boolean {
  return (
    what.kind === 'statement' && what.label.startsWith('checkpoint:') && what.rows[0]?.['is_owned'] === false
  )
}

/** A message that nobody signed, and the error that it is answered with. */
function rejectedForgeries(run: Run): readonly Beat[] {
  return run.trace.flatMap((event): readonly Beat[] => {
    if (event.what.kind !== 'arrived') return []
    const sending = event.cause === null ? undefined : run.trace[event.cause - 1]
    if (sending?.what.kind !== 'sent' || !sending.what.forged) return []
    const answer = run.trace.find(
      ({ index, request, what }) =>
        index > event.index &&
        what.kind === 'sent' &&
        what.label.startsWith('response:') &&
        request === event.request,
    )
    if (answer?.what.kind !== 'sent' || !/^[45]/.test(answer.what.summary)) return []
    return [{ event: answer.index, words: `${titleOf(event.actor)} rejects it`, kind: 'protection' }]
  })
}
