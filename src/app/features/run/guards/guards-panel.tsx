import { useId } from 'react'
import { GuardSwitch } from '../../../parts/guard-switch.tsx'
import { implementationOf } from '../../../state/catalogue.ts'
import { guardsOf, guardWords, type GuardState } from '../../../state/guards.ts'
import { usePage } from '../../../state/page.tsx'
import styles from './guards.module.css'

/** The protections of the checkout on screen, each of which can be switched off or on; nothing where it has none. */
export function GuardsPanel() {
  const { guards: switched, implementation: name } = usePage((page) => page.shown)
  const implementation = usePage((page) => implementationOf(page.catalogue, name))
  const guards = implementation === undefined ? [] : guardsOf(implementation, switched)
  if (guards.length === 0) return null
  const on = guards.filter((guard) => guard.on).length
  return (
    <section className={styles['panel']} aria-label="Guards">
      <details onToggle={({ currentTarget }) => currentTarget.open && showAll(currentTarget)}>
        <summary>
          <h2>Guards</h2>
          <span>
            {on} on, {guards.length - on} off
          </span>
        </summary>
        <ul>
          {guards.map((guard) => (
            <DescribedSwitch key={guard.name} guard={guard} />
          ))}
        </ul>
      </details>
    </section>
  )
}

/** They open at the foot of a column that scrolls: what was opened is not to be looked for. */
function showAll(panel: HTMLElement): void {
  panel.scrollIntoView({ block: 'nearest' })
}

function DescribedSwitch({ guard }: { readonly guard: GuardState }) {
  const id = useId()
  return (
    <li>
      <GuardSwitch guard={guard} labelledBy={`${id}-name`} describedBy={`${id}-title`} />
      <div>
        <span id={`${id}-name`}>{guardWords(guard.name)}</span>
        {guard.on !== guard.default && <em> {guard.default ? 'on' : 'off'} unless switched</em>}
        <p id={`${id}-title`}>{guard.title}</p>
      </div>
    </li>
  )
}
