import { ArrowLeftRight, DatabaseZap } from 'lucide-react'
import { useRef, useState } from 'react'
import { BreakMenu } from '../../../parts/break-menu.tsx'
import { addFault } from '../../../state/commands.ts'
import { usePageStore } from '../../../state/page.tsx'
import type { BreakDictionary } from './break-words.ts'
import { offersAtCursor } from './offers-at-cursor.ts'
import type { ToolbarGroup } from './toolbar-groups.ts'
import styles from './toolbar.module.css'

interface ToolbarMenuProps {
  readonly group: Extract<ToolbarGroup, { form: 'menu' }>
  readonly words: BreakDictionary
  readonly onBroken?: () => void
}

const icons = { service: ArrowLeftRight, database: DatabaseZap, more: null } as const

/** A group of faults behind a button; each entry says what it would hit, or why it cannot. */
export function ToolbarMenu({ group, words, onBroken }: ToolbarMenuProps) {
  const store = usePageStore()
  const button = useRef<HTMLButtonElement>(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const Icon = icons[group.id]
  const page = store.getState()
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles['fault']}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={() => setAnchor(button.current)}
      >
        {Icon !== null && <Icon size={15} aria-hidden="true" />}
        {group.title}
      </button>
      <BreakMenu
        anchor={anchor}
        title={page.cursor === 0 ? 'Before the first event' : `At event ${page.cursor}`}
        offers={anchor === null ? [] : offersAtCursor(page, group.kinds, words)}
        onBreak={(fault) => {
          addFault(store, fault)
          onBroken?.()
        }}
        onClose={() => setAnchor(null)}
      />
    </>
  )
}
