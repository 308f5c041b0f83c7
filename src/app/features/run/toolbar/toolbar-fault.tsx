import { Snowflake, X, type LucideIcon } from 'lucide-react'
import { useId } from 'react'
import { KeyCap } from '../../../parts/key-cap.tsx'
import type { BreakKind } from '../../../state/aim.ts'
import type { ToolbarButton } from './toolbar-groups.ts'
import styles from './toolbar.module.css'

interface ToolbarFaultProps {
  readonly button: ToolbarButton
  /** Whether the line below speaks of it. */
  readonly isAimed: boolean
  /** It stays focusable where it cannot happen: its description says why. */
  readonly isPossible: boolean
  readonly description: string
  /** The pointer or the focus has come to it, or left it. */
  readonly onPoint: (kind: BreakKind | null) => void
  readonly onBreak: () => void
}

const icons: { readonly [kind in BreakKind]?: LucideIcon } = { crash: X, freeze: Snowflake }

/** One fault that is placed by a click. */
export function ToolbarFault(props: ToolbarFaultProps) {
  const { button, isAimed, isPossible, description, onPoint, onBreak } = props
  const { kind, label, key } = button
  const id = useId()
  const Icon = icons[kind]
  return (
    <>
      <button
        type="button"
        className={styles['fault']}
        data-kind={kind}
        data-aimed={isAimed || undefined}
        aria-describedby={id}
        aria-keyshortcuts={key ?? undefined}
        aria-disabled={!isPossible || undefined}
        // A press by mouse takes no focus: the space bar must play the run, and not press this button again.
        onMouseDown={(event) => event.preventDefault()}
        onPointerEnter={() => onPoint(kind)}
        onPointerLeave={() => onPoint(null)}
        onFocus={() => onPoint(kind)}
        onBlur={() => onPoint(null)}
        onClick={() => isPossible && onBreak()}
      >
        {Icon !== undefined && <Icon size={15} aria-hidden="true" />}
        <span className={styles['label']}>
          {label.map(({ words, isUnseen = false }) => (
            <span key={words} className={isUnseen ? styles['unseen'] : undefined}>
              {words}
            </span>
          ))}
        </span>
        {key !== null && key.length === 1 && <KeyCap>{key}</KeyCap>}
      </button>
      <span id={id} hidden>
        {description}
      </span>
    </>
  )
}
