import { MailX, X } from 'lucide-react'
import { useMemo } from 'react'
import { KeyCap } from '../parts/key-cap.tsx'
import { aimAt } from '../state/aim.ts'
import { breakAtCursor } from '../state/commands.ts'
import { implementationOf } from '../state/catalogue.ts'
import { usePage, usePageStore, useRun } from '../state/page.tsx'
import styles from './quick-break.module.css'

const kinds = [
  { kind: 'crash', name: 'Crash server', key: 'C', icon: X },
  { kind: 'drop-webhook', name: 'Drop webhook', key: 'W', icon: MailX },
] as const

/** The two usual ways to break the plan of all lanes, aimed in the lane that is looked at; the rest behind “More”. */
export function QuickBreak({ onMore }: { readonly onMore: () => void }) {
  const store = usePageStore()
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const lane = usePage((page) => implementationOf(page.catalogue, run.input.implementation)?.title ?? '')
  const aims = useMemo(() => kinds.map(({ kind }) => aimAt(kind, run, cursor)), [run, cursor])
  return (
    <div className={styles['buttons']} role="group" aria-label="Break something else">
      {kinds.map(({ kind, name, key, icon: Icon }, at) => {
        const aim = aims[at]
        const target = aim?.possible === true ? `${aim.target}, ${lane}’s event ${aim.event}` : aim?.reason
        return (
          <button
            key={kind}
            type="button"
            className={styles['button']}
            disabled={aim?.possible !== true}
            title={target}
            aria-keyshortcuts={key}
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
