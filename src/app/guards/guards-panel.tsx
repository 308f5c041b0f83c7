import { Switch } from '@base-ui/react/switch'
import { isOn } from '#explorer/counterfactual.ts'
import type { Guard } from '#simulator/scenario.ts'
import { implementationOf } from '../state/catalogue.ts'
import { switchGuard } from '../state/commands.ts'
import { usePage, usePageStore, useRun } from '../state/page.tsx'
import styles from './guards.module.css'

/** The protections of the checkout on screen, each of which can be switched off or on; nothing where it has none. */
export function GuardsPanel() {
  const { input } = useRun()
  const implementation = usePage((page) => implementationOf(page.catalogue, input.implementation))
  const guards = implementation?.guards ?? []
  if (guards.length === 0) return null
  const on = guards.filter((guard) => isOn(input, guard)).length
  return (
    <section className={styles['panel']} aria-label="Guards">
      <details>
        <summary>
          <h2>Guards</h2>
          <span>
            {on} on, {guards.length - on} off
          </span>
        </summary>
        <ul>
          {guards.map((guard) => (
            <GuardSwitch key={guard.name} guard={guard} on={isOn(input, guard)} />
          ))}
        </ul>
      </details>
    </section>
  )
}

function GuardSwitch({ guard, on }: { readonly guard: Guard; readonly on: boolean }) {
  const store = usePageStore()
  return (
    <li>
      <Switch.Root
        className={styles['switch'] ?? ''}
        checked={on}
        onCheckedChange={(next) => switchGuard(store, guard, next)}
        aria-label={guard.name}
        aria-describedby={`guard-${guard.name}`}
      >
        <Switch.Thumb className={styles['thumb'] ?? ''} />
      </Switch.Root>
      <div id={`guard-${guard.name}`}>
        <code>{guard.name}</code>
        {on !== guard.default && <em> {guard.default ? 'on' : 'off'} unless switched</em>}
        <p>{guard.title}</p>
      </div>
    </li>
  )
}
