import { Popover } from '@base-ui/react/popover'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import type { Fault } from '#simulator'
import { isSame, valueWords, withValue, type Parameter } from '../../../state/fault-parameters.ts'
import { faultWords } from '../../../state/fault-words.ts'
import { ValueChoice } from './value-choice.tsx'
import styles from './plan.module.css'

interface FaultEditorProps {
  readonly fault: Fault
  /** What can be chosen of it. Never empty. */
  readonly parameters: readonly Parameter[]
  readonly onChange: (fault: Fault) => void
}

/** The fault's values behind a button that shows them: a choice makes another run, which can be undone. */
export function FaultEditor({ fault, parameters, onChange }: FaultEditorProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { verb, operation, tail, detail } = faultWords(fault)
  const words = valueWords(fault)
  /** @returns the parser's sentence where the value is none. */
  const choose = (key: Parameter['key'], value: string | null): string | null => {
    const changed = withValue(fault, key, value)
    if ('problem' in changed) return changed.problem
    setIsOpen(false)
    if (!isSame(fault, changed.fault)) onChange(changed.fault)
    return null
  }
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger
        className={styles['value']}
        aria-label={`${words}. Change ${[verb, operation, tail].filter((part) => part !== '').join(' ')}`}
        data-usual={detail === null || undefined}
      >
        <span>{words}</span>
        <ChevronDown size={12} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Backdrop className={styles['backdrop']} />
        <Popover.Positioner className={styles['positioner']} sideOffset={6} align="end" collisionPadding={8}>
          <Popover.Popup className={styles['popup']}>
            <Popover.Title className={styles['heading']}>
              {verb} <code>{operation}</code> {tail}
            </Popover.Title>
            {parameters.map((parameter) => (
              <ValueChoice
                key={parameter.key}
                parameter={parameter}
                fault={fault}
                onChoose={(value) => choose(parameter.key, value)}
              />
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
