import { useMemo, useState } from 'react'
import { aimInView, eventWords, type AimInView } from '../../../state/aim-in-view.ts'
import type { BreakKind } from '../../../state/aim.ts'
import { addFault, breakAtCursor } from '../../../state/commands.ts'
import { usePage, usePageStore, useRun } from '../../../state/page.tsx'
import { BreakButton } from './break-button.tsx'
import { breakShortcuts, breakWords } from './break-words.ts'
import { MoreBreaks } from './more-breaks.tsx'
import styles from './breaking.module.css'

interface PaletteProps {
  readonly onBroken?: () => void
}

/** What can go wrong from here, the most telling first; each button says beforehand what it would hit. */
export function Palette({ onBroken }: PaletteProps) {
  const store = usePageStore()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const [pointed, setPointed] = useState<BreakKind>('crash')
  const page = usePage((whole) => whole)
  const aims = useMemo(
    () => breakShortcuts.map((shortcut) => ({ ...shortcut, aim: aimInView(page, shortcut.kind) })),
    [page],
  )
  const aim = aims.find(({ kind }) => kind === pointed)?.aim
  return (
    <section className={styles['panel']} aria-label="Break something else">
      <header className={styles['header']}>
        <h2>Break something else</h2>
      </header>
      <ul className={styles['grid']}>
        {aims.map(({ kind, key, icon, aim: itsAim }) => (
          <li key={kind}>
            <BreakButton
              kind={kind}
              shortcut={key}
              icon={icon}
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
      <div className={styles['foot']}>
        <p className={styles['aim']} aria-hidden="true">
          {aim !== undefined && (
            <>
              {breakWords[pointed].name}: <AimWords aim={aim} />
            </>
          )}
        </p>
        <MoreBreaks
          run={run}
          cursor={cursor}
          onBreak={(fault) => {
            addFault(store, fault)
            onBroken?.()
          }}
        />
      </div>
    </section>
  )
}

function AimWords({ aim: { aim, lane } }: { readonly aim: AimInView }) {
  if (!aim.possible) return <>{aim.reason}</>
  return (
    <>
      <code>{aim.target}</code> ({eventWords(aim.event, lane)})
    </>
  )
}
