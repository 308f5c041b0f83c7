/** What a fault that is placed at the cursor would hit, in a sentence. */
import type { Run } from '#simulator'
import { definitionOf } from '#simulator/faults/registry.ts'
import { sentence } from '#simulator/sentence.ts'
import type { AimInView } from '../state/aim-in-view.ts'
import { lowerFirst, upperFirst } from './letter-case.ts'

/**
 * Follows the name of the fault: `hits server B right after event 31: B asks Stripe for a session.`
 * @param run The run in which it is aimed.
 */
export function aimWords({ aim, lane }: AimInView, run: Run): string {
  if (!aim.possible) return `cannot happen here: ${lowerFirst(aim.reason)}.`
  const event = run.trace[aim.event - 1]
  const number = `${lane === null ? '' : `${lane}’s `}event ${aim.event}`
  const what = event === undefined ? '' : `: ${sentence(event, run)}`
  const { family, moment } = definitionOf(aim.fault.kind)
  if (aim.isElsewhere) {
    const side = moment === 'after' ? 'before' : 'after'
    return `finds no ${aim.noun} ${side} this event. The nearest is ${number}${what}.`
  }
  if (event?.actor.role !== 'server' || family !== 'server') return `hits ${number}${what}.`
  return `hits server ${event.actor.name} right ${moment} ${number}${what}.`
}

/** The same with what the fault does, for a description: `hits … It freezes for 60 s, then resumes.` */
export function descriptionOf(its: AimInView, run: Run, meaning: string): string {
  const words = aimWords(its, run)
  return its.aim.possible ? `${words} ${upperFirst(meaning)}.` : words
}
