import { notTried } from '#explorer/not-tried.ts'
import { defaultInput } from '#simulator'
import { usePage } from '../state/page.tsx'
import { guardWords } from '../state/guards.ts'
import type { AtlasView } from './atlas.tsx'
import styles from './bound.module.css'
import { basesOf, boundOf } from './session.ts'

const world = `${defaultInput.stock} mugs in stock, ${defaultInput.servers} servers`

const boundWords = {
  two: 'every two faults of the short list, the second one at any operation of the run with the first',
  random: 'up to six faults of any kind, drawn by chance',
} as const

/** Within what bound all this is said, and when it was computed. */
export function Bound({ session, look, customers }: AtlasView) {
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
          {session.usualCustomers.length} customers, {world}.
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

function listed(guards: readonly { readonly name: string }[]): string {
  return guards.map(({ name }) => guardWords(name)).join(', ')
}

/** `25 November 2026`. */
function dateWords(day: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day))
}
