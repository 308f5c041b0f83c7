/**
 * What took effect in a run, in the scenario's words. The rows decide: an effect is told only where a committed
 * transaction changed rows, and told as done again only if it had been done before and not taken back.
 */
import { deedsOf } from '#explorer/deeds.ts'
import type { RowChange, Run } from '#simulator'
import type { EffectWords, StoryWords } from '#simulator/scenario.ts'
import { customerOf, type Beat } from './beat.ts'

/** One effect of one committed transaction, call or payment. */
export interface Effect {
  readonly event: number
  readonly subject: string | null
  readonly words: EffectWords
  readonly sign: -1 | 1
  /** How often it stands done for this customer afterwards. */
  readonly count: number
  /** Whether it is what the transaction is told by. */
  readonly isTold: boolean
}

/** All effects of a run, in their order. */
export function effectsOf(run: Run, { effects }: StoryWords): readonly Effect[] {
  const counts = new Map<string, number>()
  return deedsOf(run).flatMap(({ event, changes }) => {
    const subject = run.trace[event - 1]?.subject ?? null
    const own = effects.flatMap((words) => {
      const sign = words.sign(changes)
      return sign === 0 ? [] : [{ words, sign }]
    })
    return own.map(({ words, sign }, at) => {
      const key = `${words.id} ${subject ?? ''}`
      const count = (counts.get(key) ?? 0) + sign
      counts.set(key, count)
      return { event, subject, words, sign, count, isTold: at === 0 }
    })
  })
}

/** The effect that a set of changes is told by. */
export function effectIn({ effects }: StoryWords, changes: readonly RowChange[]): EffectWords | null {
  return effects.find(({ sign }) => sign(changes) !== 0) ?? null
}

/** `reserved`, `reserved again`, `put back`. */
export function wordsOf({ words, sign, count }: Effect): string {
  if (sign < 0) return words.undone ?? words.done
  return count > 1 ? words.again : words.done
}

/**
 * @param main the customer whom the line is about: what happens for others names them
 * @param isViolated whether the run breaks a rule: only then is anything wrong
 */
export function effectBeats(
  run: Run,
  effects: readonly Effect[],
  main: string | null,
  isViolated: boolean,
): readonly Beat[] {
  return effects
    .filter(({ isTold }) => isTold)
    .map((effect): Beat => {
      const { event, subject, words, sign, count } = effect
      const other = subject === main ? null : customerOf(subject, run)
      const isRepeated = sign > 0 && count > 1
      return {
        event,
        words: other === null ? wordsOf(effect) : `${wordsOf(effect)} for ${other}`,
        kind: words.isRoutine && !isRepeated ? 'routine' : 'effect',
        effect: words.id,
        isWrong: isRepeated && words.isWrongTwice && isViolated && finalCount(effects, effect) > 1,
      }
    })
}

/** How often an effect stands done for its customer when all is over. */
function finalCount(effects: readonly Effect[], { words, subject }: Effect): number {
  return effects.findLast((other) => other.words === words && other.subject === subject)?.count ?? 0
}
