/** A mark in words: which sign it is, and what happened there, in the trace's own sentence. */
import type { Run, TraceEvent } from '#simulator'
import { about, nameOf, sentence } from '#simulator/sentence.ts'
import { withFullStop } from '../model/full-stop.ts'
import { glossary } from '../model/glossary.ts'
import { signOf, signs, type Sign } from './signs.ts'
import type { StripMark } from './strip-mark.ts'

export interface MarkWords {
  readonly name: string
  /** The event that it stands for, which a click goes to. */
  readonly event: number
  /** What happened here; with its full stop. */
  readonly happened: string
  /** What the sign means. */
  readonly meaning: string
  /** The sentence of the glossary about the term that it shows. */
  readonly term: string | null
  /** What of it is worth a warning: that a step runs again although it was done. */
  readonly warning: string | null
}

export function markWords(mark: StripMark, run: Run): MarkWords {
  const sign: Sign = signs[signOf(mark)]
  return {
    name: sign.name,
    event: eventOf(mark),
    happened: happened(mark, run),
    meaning: sign.meaning,
    term: sign.term === undefined ? null : glossary[sign.term].sentence,
    warning: mark.kind === 'replay' ? missingCheckpoint(mark.from, run) : null,
  }
}

/** The same in one string, for those who do not see the card. */
export function spokenMark(mark: StripMark, run: Run): string {
  const { name, event, happened: what, meaning, term, warning } = markWords(mark, run)
  return [`${name}, event ${event}: ${what}`, meaning, term, warning]
    .filter((part) => part !== null)
    .join(' ')
}

/** A transaction is told by its end, everything else by its beginning. */
function eventOf({ kind, from, to }: StripMark): number {
  return kind === 'bracket' || kind === 'again' ? to : from
}

function happened(mark: StripMark, run: Run): string {
  const at = (index: number) => run.trace[index - 1]
  const told = (index: number) => {
    const event = at(index)
    return event === undefined ? '' : withFullStop(sentence(event, run))
  }
  switch (mark.kind) {
    case 'break':
      return `${mark.label} pass between event ${mark.from} and event ${mark.to}.`
    case 'busy':
      return `${actorAt(at(mark.from))} works from event ${mark.from} to event ${mark.to}.`
    case 'retries':
      return `${actorAt(at(mark.from))} keeps sending the message: ${mark.words}, each one lost.`
    case 'frozen':
    case 'down':
      return mark.to < run.trace.length && mark.to > mark.from
        ? `${told(mark.from)} ${lasted(at(mark.from), at(mark.to))}`
        : told(mark.from)
    case 'window':
      return mark.torn
        ? `${told(mark.from)} ${told(mark.to)}`
        : `${told(mark.from)} Its checkpoint follows at event ${mark.to}.`
    case 'again':
      return `${told(mark.from)} ${told(mark.to)}`
    case 'violated':
      return mark.statements.split('\n').map(withFullStop).join(' ')
    case 'arrow':
      return mark.to > mark.from ? `${told(mark.from)} It arrives at event ${mark.to}.` : told(mark.from)
    default:
      return told(eventOf(mark))
  }
}

/** How long somebody was down or frozen. */
function lasted(from: TraceEvent | undefined, to: TraceEvent | undefined): string {
  return from === undefined || to === undefined ? '' : `It lasts ${about(to.atMs - from.atMs)}.`
}

function actorAt(event: TraceEvent | undefined): string {
  if (event === undefined) return 'No process'
  return event.actor.role === 'server' ? `Server ${nameOf(event.actor)}` : nameOf(event.actor)
}

/**
 * After the last checkpoint that a server finds, the next step runs; that is a repetition where an earlier run of it
 * has committed already.
 */
function missingCheckpoint(replayed: number, run: Run): string | null {
  const event = run.trace[replayed - 1]
  const next = run.trace.find(
    ({ index, what, request }) => index > replayed && what.kind === 'step' && request === event?.request,
  )
  if (next?.what.kind !== 'step' || next.what.progress !== 'began') return null
  const { step, workflowId } = next.what
  const hasCommitted = run.trace.some(
    ({ index, what }) => index < replayed && what.kind === 'commit' && what.step === step,
  )
  const hasBegun = run.trace.some(
    ({ index, what }) =>
      index < replayed && what.kind === 'step' && what.step === step && what.workflowId === workflowId,
  )
  return hasCommitted && hasBegun ? `Checkpoint ${step} is missing: step ${step} runs again.` : null
}
