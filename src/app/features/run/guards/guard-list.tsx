import { useId } from 'react'
import { GuardSwitch } from '../../../parts/guard-switch.tsx'
import { guardWords, type GuardState } from '../../../state/guards.ts'
import styles from './guard-list.module.css'

/** Protections of the implementation on screen, each with its switch and what it protects from. */
export function GuardList({ guards }: { readonly guards: readonly GuardState[] }) {
  return (
    <ul className={styles['list']}>
      {guards.map((guard) => (
        <DescribedSwitch key={guard.name} guard={guard} />
      ))}
    </ul>
  )
}

function DescribedSwitch({ guard }: { readonly guard: GuardState }) {
  const id = useId()
  return (
    <li>
      <GuardSwitch guard={guard} labelledBy={`${id}-name`} describedBy={`${id}-title`} />
      <div>
        <span id={`${id}-name`}>{guardWords(guard.name)}</span>
        {guard.on !== guard.default && <em> {guard.default ? 'on' : 'off'} by default</em>}
        <p id={`${id}-title`}>{guard.title}</p>
      </div>
    </li>
  )
}
