import { MailX, X } from 'lucide-react'
import { useMemo } from 'react'
import { KeyCap } from '../../parts/key-cap.tsx'
import { aimInView, eventWords } from '../../state/aim-in-view.ts'
import { breakAtCursor } from '../../state/commands.ts'
import { usePage, usePageStore } from '../../state/page.tsx'
import styles from './quick-break.module.css'

const kinds = [
  { kind: 'crash', name: 'Crash server', key: 'C', icon: X },
  { kind: 'drop-webhook', name: 'Lose webhook once', key: 'W', icon: MailX },
] as const

/** The two usual ways to break the plan of all lanes, each aimed in a lane that it names; the rest behind “More”. */
export function QuickBreak({ onMore }: { readonly onMore: () => void }) {
  const store = usePageStore()
  const page = usePage((whole) => whole)
  const aims = useMemo(() => kinds.map(({ kind }) => aimInView(page, kind)), [page])
  const lanes = [...new Set(aims.flatMap(({ lane }) => lane ?? []))]
  return (
    <div className={styles['buttons']} role="group" aria-label="Break something else" data-intent="">
      <span className={styles['aimed']}>Faults go to: {lanes.join(' and ')}</span>
      {kinds.map(({ kind, name, key, icon: Icon }, at) => {
        const { aim, lane } = aims[at] ?? { aim: undefined, lane: null }
        const target = aim?.possible === true ? `${aim.target}, ${eventWords(aim.event, lane)}` : aim?.reason
        return (
          <button
            key={kind}
            type="button"
            className={styles['button']}
            disabled={aim?.possible !== true}
            title={target}
            aria-keyshortcuts={key}
            // A press by mouse takes no focus: the space bar must play the run, and not press this button again.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => breakAtCursor(store, kind)}
          >
            <Icon size={14} aria-hidden="true" />
            {name}
            <KeyCap>{key}</KeyCap>
          </button>
        )
      })}
      <button type="button" className={styles['button']} aria-haspopup="dialog" onClick={onMore}>
        More
      </button>
    </div>
  )
}
