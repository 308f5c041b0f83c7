import { ChevronRight } from 'lucide-react'
import { Choice } from '../parts/choice.tsx'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { playCounterexample } from '../state/commands.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import type { AtlasView } from './atlas-view.ts'
import { Bound } from './bound.tsx'
import { scheduleWords, tellingFirst, variantTitle } from './cell-words.ts'
import { InvariantChoice, KindChoice } from './filters.tsx'
import { FoundList } from './found-list.tsx'
import styles from './phone-list.module.css'
import { inputOf, isOfConcern, type Cell, type Group, type Variant } from './picture.ts'
import { Summary } from './summary.tsx'
import { SweepBar } from './sweep-bar.tsx'

/** The atlas on a phone: what is violated, step by step. */
export function PhoneList(view: AtlasView) {
  const { look, onLook, picture, session } = view
  const failing = picture.groups
    .map((group) => ({ group, items: itemsOf(group, picture.variants) }))
    .filter(({ items }) => items.length > 0)
  return (
    <main className={styles['main']} id="run">
      <header className={styles['head']}>
        <h1 className={styles['question']}>
          {look.faults === 'one' ? 'Which single fault breaks a checkout?' : 'Which faults break a checkout?'}
        </h1>
        {look.faults === 'one' && <Summary {...view} />}
        <div className={styles['filters']}>
          <Choice
            label="Faults at once"
            options={[
              { value: 'one', label: 'One fault' },
              { value: 'two', label: 'Two faults' },
              { value: 'random', label: 'Random' },
            ]}
            value={look.faults}
            onChoose={(faults) => onLook({ faults })}
          />
          {look.faults === 'one' && (
            <>
              <Choice
                label="Kinds of faults"
                options={[
                  { value: 'short', label: 'Short list' },
                  { value: 'full', label: 'Every kind' },
                ]}
                value={look.palette}
                onChoose={(palette) => onLook({ palette })}
              />
              <KindChoice {...view} />
              <InvariantChoice {...view} />
            </>
          )}
        </div>
        <SweepBar {...view} />
      </header>
      {look.faults !== 'one' ? (
        <FoundList {...view} kind={look.faults} />
      ) : (
        <>
          {failing.map(({ group, items }) => (
            <section key={group.step} className={styles['group']}>
              <h2 className={styles['step']}>{group.step === '' ? 'no fault' : group.step}</h2>
              <ul>
                {items.map(({ key, ...item }) => (
                  <ItemView key={key} {...item} />
                ))}
              </ul>
            </section>
          ))}
          {failing.length === 0 && session.source.kind === 'ready' && (
            <p className={styles['quiet']}>No violations match these filters.</p>
          )}
          <div className={styles['foot']}>
            <Bound {...view} />
          </div>
        </>
      )}
    </main>
  )
}

interface Item {
  readonly key: string
  readonly words: string
  readonly variant: Variant
  /** The worst of the variant's cells. */
  readonly cell: Cell
  readonly count: number
}

/** One for each row and variant that fails, whoever the customer is. */
function itemsOf({ rows }: Group, variants: readonly Variant[]): readonly Item[] {
  return rows.flatMap((row) => {
    let at = 0
    return variants.flatMap((variant) => {
      const cells = row.cells.slice(at, at + variant.columns.length)
      at += variant.columns.length
      const failing = cells.filter(isOfConcern)
      const cell =
        failing.find(({ tone }) => tone === 'violated') ??
        failing.find(({ tone }) => tone === 'stuck') ??
        failing[0]
      if (cell === undefined) return []
      const count = failing.reduce((sum, each) => sum + each.count, 0)
      return [{ key: `${row.key} ${variant.key}`, words: row.words, variant, cell, count }]
    })
  })
}

function ItemView({ words, variant, cell, count }: Omit<Item, 'key'>) {
  const store = usePageStore()
  const catalogue = usePage((page) => page.catalogue)
  const [schedule] = tellingFirst(cell)
  if (schedule === undefined) return null
  const { notHeld } = schedule
  const first = catalogue.invariants.find(({ id }) => notHeld?.violated.includes(id))
  const { verb, operation, tail } = scheduleWords(schedule)
  return (
    <li>
      <button
        type="button"
        className={styles['item']}
        onClick={() => playCounterexample(store, inputOf(schedule))}
        title={`${verb} ${operation} ${tail}`.trimEnd()}
      >
        <VerdictMark tone={toneOfMark(cell)} />
        <span className={styles['words']}>
          <span className={styles['line']}>
            <b>{variantTitle(variant)}</b>: {words}
            {count > 1 && <span className={styles['quiet']}>, {count} schedules</span>}
          </span>
          <span className={styles['quiet']}>
            {notHeld?.asked?.answer ?? first?.statement ?? notHeld?.notJudged}
          </span>
        </span>
        <ChevronRight size={16} aria-hidden="true" />
      </button>
    </li>
  )
}

function toneOfMark({ tone }: Cell): 'stuck' | 'violated' | 'not-judged' {
  return tone === 'stuck' || tone === 'not-judged' ? tone : 'violated'
}
