import { notTried } from '#explorer/not-tried.ts'
import { neverReached } from '#explorer/reachability.ts'
import { defaultInput } from '#simulator'
import { usePage } from '../state/page.tsx'
import { guardWords } from '../state/guards.ts'
import type { AtlasView } from './atlas-view.ts'
import styles from './bound.module.css'
import { variantTitle } from './cell-words.ts'
import { baseKey } from './picture.ts'
import { basesOf, boundOf } from './session.ts'

const world = `${defaultInput.stock} mugs in stock, ${defaultInput.servers} servers`

const boundWords = {
  two: 'every two faults of the short list, the second one at any operation of the run with the first',
  random: 'up to six faults of any kind, chosen at random',
} as const

/** Within what bound all this is said, and when it was computed. */
export function Bound({ session, look, customers, picture }: AtlasView) {
  const catalogue = usePage((page) => page.catalogue)
  const { source, known } = session
  if (source.kind !== 'ready') return null
  const here = [...known.values()].reduce((sum, { verdicts }) => sum + Object.keys(verdicts).length, 0)
  const bound = boundOf(look.faults, basesOf(catalogue, customers), look.palette)
  return (
    <section className={styles['bound']} aria-label="What was tried">
      {look.faults === 'one' ? (
        <p>
          {source.schedules.toLocaleString('en')} schedules were computed with this build, on{' '}
          {dateWords(source.computedOn)}: one fault of the short list at a time,{' '}
          {session.usualCustomers.length} customers, {world}; and, with every customer, one operation that
          waits while others go first.
          {here > source.schedules &&
            ` ${(here - source.schedules).toLocaleString('en')} more were tried in this browser.`}
        </p>
      ) : (
        <p>
          Tried in this browser: {boundWords[look.faults]}, {customers.length} customers, {world}.
        </p>
      )}
      <details>
        <summary>What was not tried</summary>
        <ul>
          {notTried(bound, catalogue).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </details>
      {look.faults === 'one' && <NeverSeen picture={picture} known={known} />}
      <details>
        <summary>With which guards</summary>
        <ul>
          {catalogue.implementations.map(({ name, title, guards }) => (
            <li key={name}>
              <b>{title}</b>: {listed(guards.filter((guard) => guard.default))}
              {guards.some((guard) => !guard.default) &&
                `; off: ${listed(guards.filter((guard) => !guard.default))}`}
            </li>
          ))}
        </ul>
      </details>
    </section>
  )
}

/** What a guard or an engine is there for and never had to do: a clean sweep says nothing of it. */
function NeverSeen({ picture, known }: Pick<AtlasView, 'picture'> & Pick<AtlasView['session'], 'known'>) {
  const { implementations } = usePage((page) => page.catalogue)
  const never = picture.variants.flatMap((variant) => {
    const facts = implementations.find(({ name }) => name === variant.implementation)
    if (facts === undefined) return []
    const counts: Record<string, number> = {}
    for (const { base } of variant.columns)
      for (const id of known.get(baseKey(base))?.reached ?? []) counts[id] = (counts[id] ?? 0) + 1
    return neverReached(facts, variant.columns[0]?.base.guards ?? {}, counts).map((each) => ({
      ...each,
      variant,
    }))
  })
  if (never.length === 0) return null
  return (
    <details>
      <summary>Never reached ({never.length})</summary>
      <ul>
        {never.map(({ id, says, guard, variant }) => (
          <li key={`${variant.key} ${id}`}>
            <b>{variantTitle(variant)}</b>
            {guard !== null && `, ${guardWords(guard)}`}: {says}
          </li>
        ))}
      </ul>
    </details>
  )
}

function listed(guards: readonly { readonly name: string }[]): string {
  return guards.map(({ name }) => guardWords(name)).join(', ')
}

/** `25 November 2026`. */
function dateWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
}
