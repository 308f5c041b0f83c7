import type { LucideIcon } from 'lucide-react'
import { useId } from 'react'
import { KeyCap } from '../../../parts/key-cap.tsx'
import type { BreakKind } from '../../../state/aim.ts'
import { eventWords, type AimInView } from '../../../state/aim-in-view.ts'
import { breakWords } from './break-words.ts'
import styles from './breaking.module.css'

interface BreakButtonProps {
  readonly kind: BreakKind
  readonly shortcut: string | null
  readonly icon: LucideIcon
  readonly aim: AimInView
  /** The pointer or the focus has come to it. */
  readonly onPoint: () => void
  readonly onBreak: () => void
}

/** One way to break the run, at the place that its description names. */
export function BreakButton(props: BreakButtonProps) {
  const { kind, shortcut, icon: Icon, onPoint, onBreak } = props
  const { aim, lane } = props.aim
  const id = useId()
  const { name, meaning } = breakWords[kind]
  const target = aim.possible ? `${aim.target} (${eventWords(aim.event, lane)})` : aim.reason
  return (
    <>
      <button
        type="button"
        className={styles['button']}
        aria-describedby={id}
        aria-keyshortcuts={shortcut ?? undefined}
        disabled={!aim.possible}
        title={`${target}: ${meaning}`}
        onPointerEnter={onPoint}
        onFocus={onPoint}
        onClick={onBreak}
      >
        <Icon size={15} aria-hidden="true" />
        <span className={styles['name']}>{name}</span>
        {shortcut !== null && <KeyCap>{shortcut}</KeyCap>}
        <span className={styles['target']} aria-hidden="true">
          {target}
        </span>
      </button>
      <span id={id} hidden>
        {target}: {meaning}
      </span>
    </>
  )
}
