import { Popover } from '@base-ui/react/popover'
import { X } from 'lucide-react'
import type { Fault, FaultOutcome } from '#simulator'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { parametersOf } from '../state/fault-parameters.ts'
import { faultSentence, faultWords } from '../state/fault-words.ts'
import { FaultEditor } from './fault-editor.tsx'
import styles from './plan.module.css'

interface FaultChipProps {
  readonly fault: Fault
  readonly outcome: FaultOutcome | undefined
  /** How many there are: one of them may be named. */
  readonly servers: number
  readonly onChange: (fault: Fault) => void
  readonly onRemove: () => void
  readonly onSeek: (event: number) => void
}

/** One fault: click it to see it strike, its value to choose another, its cross to take it away. */
export function FaultChip({ fault, outcome, servers, onChange, onRemove, onSeek }: FaultChipProps) {
  const hasFired = outcome?.fired === true
  const parameters = parametersOf(fault, servers)
  return (
    <span className={`${styles['chip']} ${hasFired ? '' : styles['unfired']}`}>
      {outcome?.fired === true ? (
        <button
          type="button"
          className={styles['fault']}
          title={`${faultSentence(fault)}: go to event ${outcome.event}`}
          onClick={() => onSeek(outcome.event)}
        >
          <Words fault={fault} hasFired />
        </button>
      ) : (
        <Unreached fault={fault} reason={outcome?.reason ?? 'This run does not come to it.'} />
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

function Words({ fault, hasFired }: { readonly fault: Fault; readonly hasFired: boolean }) {
  const { verb, operation } = faultWords(fault)
  return (
    <>
      <VerdictMark tone={hasFired ? 'violated' : 'unknown'} />
      <span className={styles['words']}>
        {verb} <code>{operation}</code>
        {!hasFired && <em>not reached in this lane</em>}
      </span>
    </>
  )
}

/** There is nothing to see; the reason is a click away. */
function Unreached({ fault, reason }: { readonly fault: Fault; readonly reason: string }) {
  return (
    <Popover.Root>
      <Popover.Trigger className={styles['fault']} title={reason}>
        <Words fault={fault} hasFired={false} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles['positioner']} sideOffset={6} collisionPadding={8}>
          <Popover.Popup className={styles['popup']}>
            <Popover.Title className={styles['heading']}>Not reached in this lane</Popover.Title>
            <Popover.Description className={styles['reason']}>{reason}</Popover.Description>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
