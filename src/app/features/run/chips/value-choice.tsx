import { useId, useState } from 'react'
import type { Fault } from '#simulator'
import { valueOf, type Parameter } from '../../../state/fault-parameters.ts'
import styles from './plan.module.css'

interface ValueChoiceProps {
  readonly parameter: Parameter
  readonly fault: Fault
  /** @returns why the value is none; null where it was taken. */
  readonly onChoose: (value: string | null) => string | null
}

/** One parameter: its sensible values, and a field for any other. */
export function ValueChoice({ parameter, fault, onChoose }: ValueChoiceProps) {
  const { title, choices, isFree, key } = parameter
  const id = useId()
  const current = valueOf(fault, key)
  return (
    <div className={styles['choice']} role="group" aria-labelledby={id}>
      <p id={id}>{title}</p>
      <div className={styles['values']}>
        {choices.map(({ label, value }) => (
          <button key={label} type="button" aria-pressed={value === current} onClick={() => onChoose(value)}>
            {label}
          </button>
        ))}
      </div>
      {isFree && <OtherValue title={title} current={current ?? ''} onChoose={onChoose} />}
    </div>
  )
}

interface OtherValueProps extends Pick<ValueChoiceProps, 'onChoose'> {
  readonly title: string
  readonly current: string
}

/** Written as in a link; what the parser says against it stands below. */
function OtherValue({ title, current, onChoose }: OtherValueProps) {
  const [text, setText] = useState(current)
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  return (
    <form
      className={styles['other']}
      onSubmit={(event) => {
        event.preventDefault()
        setProblem(onChoose(text.replaceAll(/\s/g, '')))
      }}
    >
      <input
        aria-label={title}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : id}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit">Set</button>
      <p id={id} role="status" className={styles['problem']}>
        {problem}
      </p>
    </form>
  )
}
