import { descriptionOf } from '../../../model/aim-words.ts'
import { upperFirst } from '../../../model/letter-case.ts'
import type { FaultOffer } from '../../../parts/fault-offers.ts'
import { aimInView } from '../../../state/aim-in-view.ts'
import { wayOf, type BreakKind } from '../../../state/aim.ts'
import type { PageState } from '../../../state/page-state.ts'
import type { BreakDictionary } from './break-words.ts'

/** The entries of a menu: each kind with what it would hit from the cursor, and what it does. */
export function offersAtCursor(
  page: PageState,
  kinds: readonly BreakKind[],
  words: BreakDictionary,
): readonly FaultOffer[] {
  const { run } = page
  if (run === null) return []
  return kinds.map((kind) => {
    const its = aimInView(page, kind)
    const { group, name, meaning } = words[kind]
    return {
      group,
      kind: wayOf(kind).kind,
      words: name,
      detail: upperFirst(descriptionOf(its, run, meaning)),
      fault: its.aim.possible ? its.aim.fault : null,
    }
  })
}
