import { Select } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './choice.module.css'

interface Option<Value> {
  readonly value: Value
  readonly label: string
  /** What the button shows of it where the label is too long. */
  readonly short?: string
  /** Stands before the label. */
  readonly mark?: ReactNode
}

interface ChoiceProps<Value> {
  /** The accessible name; shown before the value where `caption` is set. */
  readonly label: string
  readonly caption?: boolean
  readonly options: readonly Option<Value>[]
  readonly value: Value
  readonly onChoose: (value: Value) => void
  readonly className?: string
}

/** One of a few, behind a button that shows the chosen one. */
export function Choice<Value extends string | number>({
  label,
  caption = false,
  options,
  value,
  onChoose,
  className,
}: ChoiceProps<Value>) {
  const chosen = options.find((option) => option.value === value)
  return (
    <Select.Root value={value} onValueChange={(next) => next !== null && onChoose(next)} modal={false}>
      <Select.Trigger
        className={`${styles['trigger']} ${className ?? ''}`}
        aria-label={`${label}: ${chosen?.label ?? value}`}
      >
        {caption && <span className={styles['caption']}>{label}</span>}
        <span className={styles['value']}>
          {chosen?.mark}
          {chosen?.short ?? chosen?.label ?? value}
        </span>
        <ChevronDown size={14} aria-hidden="true" />
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner className={styles['positioner']} sideOffset={6} alignItemWithTrigger={false}>
          <Select.Popup className={styles['popup']}>
            {options.map((option) => (
              <Select.Item key={option.value} value={option.value} className={styles['item']}>
                {option.mark}
                <Select.ItemText className={styles['text']}>{option.label}</Select.ItemText>
                <Select.ItemIndicator className={styles['indicator']}>
                  <Check size={14} aria-hidden="true" />
                </Select.ItemIndicator>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  )
}
