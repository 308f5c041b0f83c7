import { Popover } from '@base-ui/react/popover'
import { X } from 'lucide-react'
import { formatFault, type Fault } from '#simulator'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'
import type { Fate } from '../../../state/fates.ts'
import { parametersOf } from '../../../state/fault-parameters.ts'
import { faultSentence, faultWords } from '../../../state/fault-words.ts'
import { FaultEditor } from './fault-editor.tsx'
import styles from './plan.module.css'

interface FaultChipProps {
  readonly fault: Fault
  readonly fate: Fate
  /** How many there are: one of them may be named. */
  readonly servers: number
  readonly onChange: (fault: Fault) => void
  readonly onRemove: () => void
  readonly onSeek: (to: number) => void
}

/** One fault: click it to see it strike, its value to choose another, its cross to take it away. */
export function FaultChip({ fault, fate, servers, onChange, onRemove, onSeek }: FaultChipProps) {
  const { at, note, reason, isWaiting } = fate
  const parameters = parametersOf(fault, servers)
  return (
    <span
      className={`${styles['chip']} ${at === null ? styles['unfired'] : ''}`}
      data-waiting={isWaiting || undefined}
    >
      {at === null && note !== null && reason !== null ? (
        <Unreached fault={fault} note={note} reason={reason} />
      ) : (
        <button
          type="button"
          className={styles['fault']}
          disabled={at === null}
          title={reason ?? `Go to its event: ${formatFault(fault)}`}
          onClick={() => at !== null && onSeek(at)}
        >
          <Words fault={fault} note={note} isReal={at !== null || isWaiting} />
        </button>
      )}
      {parameters.length > 0 && <FaultEditor fault={fault} parameters={parameters} onChange={onChange} />}
      <button
        type="button"
        className={styles['remove']}
        aria-label={`Remove: ${faultSentence(fault)}`}
        onClick={onRemove}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  )
}

interface WordsProps {
  readonly fault: Fault
  readonly note: string | null
  /** Whether it has happened, or is about to; not where this lane never comes to it. */
  readonly isReal: boolean
}

function Words({ fault, note, isReal }: WordsProps) {
  const { verb, operation, tail } = faultWords(fault)
  return (
    <>
      <VerdictMark tone={isReal ? 'violated' : 'unknown'} />
      <span className={styles['words']}>
        {verb} <code>{operation}</code>
        {tail !== '' && ` ${tail}`}
        {note !== null && <em>{note}</em>}
      </span>
    </>
  )
}

interface UnreachedProps {
  readonly fault: Fault
  /** `not reached in this lane`. */
  readonly note: string
  /** A line for each lane. */
  readonly reason: string
}

/** There is nothing to see; the reason is a click away. */
function Unreached({ fault, note, reason }: UnreachedProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className={styles['fault']} title={reason}>
        <Words fault={fault} note={note} isReal={false} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles['positioner']} sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={styles['popup']}>
            <Popover.Title className={styles['heading']}>
              {note.charAt(0).toUpperCase() + note.slice(1)}
            </Popover.Title>
            <Popover.Description className={styles['reason']}>{reason}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
