/** What a fault that is placed at the cursor would hit, in a sentence. */
import type { Run } from '#simulator'
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
  if (aim.isElsewhere) {
    const side = aim.fault.kind === 'crash-after' || aim.fault.kind === 'ack-lost' ? 'before' : 'after'
    return `finds no ${aim.noun} ${side} this event. The nearest is ${number}${what}.`
  }
  const isServer = event?.actor.role === 'server' && sides[aim.fault.kind] !== undefined
  if (!isServer) return `hits ${number}${what}.`
  return `hits server ${event.actor.name} ${sides[aim.fault.kind] ?? 'at'} ${number}${what}.`
}

/** On which side of its operation a fault of a server is. */
const sides: { readonly [kind: string]: string } = {
  'crash-after': 'right after',
  'crash-before': 'right before',
  freeze: 'right before',
  deploy: 'right before',
  'clock-jump': 'right before',
}

/** The same with what the fault does, for a description: `hits … It freezes for 60 s, then resumes.` */
export function descriptionOf(its: AimInView, run: Run, meaning: string): string {
  const words = aimWords(its, run)
  return its.aim.possible ? `${words} ${upperFirst(meaning)}.` : words
}
