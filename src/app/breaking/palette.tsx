import { useMemo, useState } from 'react'
import { aimAt, breakKinds, type Aim, type BreakKind } from '../state/aim.ts'
import { breakAtCursor } from '../state/commands.ts'
import { usePage, usePageStore, useRun } from '../state/page.tsx'
import { BreakButton } from './break-button.tsx'
import { breakWords } from './break-words.ts'
import styles from './breaking.module.css'

/** Everything that can go wrong from here; each button says beforehand what it would hit. */
export function Palette({ onBroken }: { readonly onBroken?: () => void }) {
  const store = usePageStore()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const [pointed, setPointed] = useState<BreakKind>('crash')
  const aims = useMemo(
    () => breakKinds.map((kind) => ({ kind, aim: aimAt(kind, run, cursor) })),
    [run, cursor],
  )
  const aim = aims.find(({ kind }) => kind === pointed)?.aim
  return (
    <section className={styles['panel']} aria-label="Break something else">
      <header className={styles['header']}>
        <h2>Break something else</h2>
        <span>or click a gap</span>
      </header>
      <ul className={styles['grid']}>
        {aims.map(({ kind, aim: itsAim }) => (
          <li key={kind}>
            <BreakButton
              kind={kind}
              aim={itsAim}
              onPoint={() => setPointed(kind)}
              onBreak={() => {
                breakAtCursor(store, kind)
                onBroken?.()
              }}
            />
          </li>
        ))}
      </ul>
      {aim !== undefined && (
        <p className={styles['aim']} aria-hidden="true">
          {breakWords[pointed].name}: <AimWords aim={aim} />
        </p>
      )}
    </section>
  )
}

function AimWords({ aim }: { readonly aim: Aim }) {
  if (!aim.possible) return <>{aim.reason}</>
  return (
    <>
      <code>{aim.target}</code> (event {aim.event})
    </>
  )
}
