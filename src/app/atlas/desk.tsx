import { useState } from 'react'
import { Segments } from '../parts/segments.tsx'
import { playCounterexample } from '../state/commands.ts'
import { usePageStore, usePreferences } from '../state/page.tsx'
import type { AtlasView } from './atlas-view.ts'
import { Bound } from './bound.tsx'
import { Card } from './card.tsx'
import { spotAt, tellingFirst } from './cell-words.ts'
import styles from './desk.module.css'
import { Filters } from './filters.tsx'
import { FoundList } from './found-list.tsx'
import { Grid } from './grid.tsx'
import { Legend } from './legend.tsx'
import { inputOf, type Schedule } from './picture.ts'
import { playedCells, type CellKey } from './played-cell.ts'
import { Summary } from './summary.tsx'
import { SweepBar } from './sweep-bar.tsx'

const questions = {
  one: 'Which single fault breaks a checkout?',
  two: 'Which two faults break a checkout?',
  random: 'What else breaks a checkout?',
} as const

/** The atlas on a large screen: the picture, and beside it what a cell stands for. */
export function Desk(view: AtlasView) {
  const { look, onLook, session } = view
  return (
    <main className={styles['main']} id="run">
      <header className={styles['head']}>
        <div className={styles['line']}>
          <h1 className={styles['question']}>{questions[look.faults]}</h1>
          <Segments
            label="Faults at once"
            size="high"
            options={[
              { value: 'one', label: 'One fault' },
              { value: 'two', label: 'Two faults' },
              { value: 'random', label: 'Random' },
            ]}
            value={look.faults}
            onChoose={(faults) => onLook({ faults })}
          />
        </div>
        {session.source.kind === 'failed' && (
          <p className={styles['failure']} role="alert">
            {session.source.reason}{' '}
            <button type="button" className={styles['again']} onClick={session.open}>
              Try again
            </button>
          </p>
        )}
        {look.faults === 'one' && <Summary {...view} />}
        <SweepBar {...view} />
      </header>
      {look.faults === 'one' ? <PictureWithCard {...view} /> : <FoundList {...view} kind={look.faults} />}
    </main>
  )
}

function PictureWithCard(view: AtlasView) {
  const { picture, look, session } = view
  const store = usePageStore()
  const { largeRows } = usePreferences()
  const [chosen, setChosen] = useState<CellKey | null>(playedCells.get(store) ?? null)
  const spot = chosen === null ? null : spotAt(picture, chosen.row, chosen.column)
  const play = (schedule: Schedule | undefined) => {
    if (schedule === undefined) return
    if (chosen !== null) playedCells.set(store, chosen)
    playCounterexample(store, inputOf(schedule))
  }
  const playAt = (key: CellKey) => {
    const at = spotAt(picture, key.row, key.column)
    play(at === null ? undefined : tellingFirst(at.cell)[0])
  }
  return (
    <div className={styles['body']}>
      {/* It takes the focus so that the keyboard can scroll it. */}
      <div className={styles['picture']}>
        <Filters {...view} />
        <div className={styles['scroll']}>
          {picture.groups.length > 0 ? (
            <Grid
              picture={picture}
              chosen={chosen}
              onChoose={setChosen}
              onPlay={playAt}
              isLarge={largeRows}
            />
          ) : (
            <p className={styles['empty']}>
              {session.source.kind === 'loading' ? 'Loading what this build has tried …' : nothing(look.rows)}
            </p>
          )}
        </div>
      </div>
      <aside className={styles['aside']}>
        <Legend />
        {spot !== null && <Card spot={spot} session={session} onPlay={play} />}
        <Bound {...view} />
      </aside>
    </div>
  )
}

function nothing(rows: string): string {
  return rows === 'failing' ? 'No violations match these filters.' : 'No faults match these filters.'
}
