import { Fragment } from 'react'
import type { AtlasView } from './atlas-view.ts'
import { variantTitle } from './cell-words.ts'
import type { Variant } from './picture.ts'
import styles from './summary.module.css'

/** What came of it, in one line. */
export function Summary({ picture, look }: Pick<AtlasView, 'picture' | 'look'>) {
  const { variants, tried, schedules, isComplete } = picture
  if (schedules === 0) return <p className={styles['summary']}>&nbsp;</p>
  const unbroken = variants.filter(
    ({ counts }) => counts.violated + counts.stuck + counts['not-judged'] === 0,
  )
  const clean = unbroken.filter((variant) => variant.isComplete)
  const open = unbroken.filter((variant) => !variant.isComplete)
  const broken = variants.filter((variant) => !unbroken.includes(variant))
  const what = look.invariant === null ? 'violation' : `violation of ${look.invariant}`
  return (
    <p className={styles['summary']} aria-live="off">
      <span>
        <b>{tried.toLocaleString('en')}</b> schedules
        {!isComplete && `, ${untriedWords(picture)} not tried`}
      </span>
      {clean.length > 0 && (
        <span>
          {' · '}
          <Names variants={clean} />: no {what} within one fault
        </span>
      )}
      {open.length > 0 && (
        <span>
          {' · '}
          <Names variants={open} />: no {what} so far
        </span>
      )}
      {broken.map((variant) => (
        <span key={variant.key}>
          {' · '}
          <b>{variantTitle(variant)}</b>: {countWords(variant)}
        </span>
      ))}
    </p>
  )
}

/** Of a customer of whom nothing is known it is not even known how many there are. */
function untriedWords({ schedules, tried, variants }: AtlasView['picture']): string {
  const untried = schedules - tried
  const isCounted = variants.every(({ isComplete, counts }) => isComplete || counts.untried > 0)
  if (untried === 0) return 'some'
  return `${isCounted ? '' : 'at least '}${untried.toLocaleString('en')}`
}

function Names({ variants }: { readonly variants: readonly Variant[] }) {
  return variants.map((variant, at) => (
    <Fragment key={variant.key}>
      {at > 0 && (at === variants.length - 1 ? ' and ' : ', ')}
      <b>{variantTitle(variant)}</b>
    </Fragment>
  ))
}

function countWords({ counts: { violated, stuck, 'not-judged': unjudged } }: Variant): string {
  const broken = violated === 0 ? [] : [String(violated)]
  const hanging = stuck === 0 ? [] : [`${stuck} stuck`]
  const stopped = unjudged === 0 ? [] : [`${unjudged} not judged`]
  return [...broken, ...hanging, ...stopped].join(', and ')
}
