import { Fragment } from 'react'
import type { AtlasView } from './atlas.tsx'
import { variantTitle } from './cell-words.ts'
import type { Variant } from './picture.ts'
import styles from './summary.module.css'

/** What came of it, in one line. */
export function Summary({ picture, look }: Pick<AtlasView, 'picture' | 'look'>) {
  const { variants, tried } = picture
  if (tried === 0) return <p className={styles['summary']}>&nbsp;</p>
  const clean = variants.filter(({ counts }) => counts.violated + counts.stuck === 0)
  const broken = variants.filter((variant) => !clean.includes(variant))
  const what = look.invariant === null ? 'no violation' : `no violation of ${look.invariant}`
  return (
    <p className={styles['summary']} aria-live="off">
      <span>
        <b>{tried.toLocaleString('en')}</b> schedules
      </span>
      {clean.length > 0 && (
        <span>
          {' · '}
          <Names variants={clean} />: {what} within one fault
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

function Names({ variants }: { readonly variants: readonly Variant[] }) {
  return variants.map((variant, at) => (
    <Fragment key={variant.key}>
      {at > 0 && (at === variants.length - 1 ? ' and ' : ', ')}
      <b>{variantTitle(variant)}</b>
    </Fragment>
  ))
}

function countWords({ counts: { violated, stuck } }: Variant): string {
  if (violated === 0) return `${stuck} stuck`
  return stuck === 0 ? String(violated) : `${violated}, and ${stuck} stuck`
}
