/** What each kind of fault is called where it is placed at the cursor. */
import type { Words } from '#simulator/faults/definition.ts'
import { buttonOffers } from '#simulator/faults/registry.ts'
import type { FaultNouns } from '#simulator/scenario.ts'
import { groupOf, type OfferGroup } from '../../../parts/fault-offers.ts'
import type { BreakKind } from '../../../state/aim.ts'

export interface BreakWords {
  /** The button's accessible name. */
  readonly name: string
  /** What it does, as a clause without a full stop. */
  readonly meaning: string
  readonly group: OfferGroup
}

export type BreakDictionary = { readonly [kind in BreakKind]: BreakWords }

const known = new Map<FaultNouns, BreakDictionary>()

/** The names of all kinds, in the words of a scenario. The same words give the same object. */
export function breakWordsOf(nouns: FaultNouns): BreakDictionary {
  const before = known.get(nouns)
  if (before !== undefined) return before
  const its = { service: nouns.service, message: nouns.message?.noun ?? 'message' }
  const say = (words: Words): string => (typeof words === 'string' ? words : words(its))
  const words = Object.fromEntries(
    buttonOffers.map(({ button, family, name, meaning }): [string, BreakWords] => [
      button,
      { group: groupOf[family], name: say(name), meaning: say(meaning) },
    ]),
  ) as BreakDictionary
  known.set(nouns, words)
  return words
}
