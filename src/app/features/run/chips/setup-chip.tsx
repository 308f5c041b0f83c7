import { Popover } from '@base-ui/react/popover'
import { ChevronDown } from 'lucide-react'
import { usePage } from '../../../state/page.tsx'
import { customerWords } from '../../../model/customer-words.ts'
import { CustomerChoice, SettlingChoice } from '../top-bar/customer-choice.tsx'
import { SeedField } from '../top-bar/seed-field.tsx'
import styles from './plan.module.css'

/** What the faults happen to: the scenario, its customers and the seed. A click opens them to be changed. */
export function SetupChip() {
  const title = usePage((page) => page.catalogue.title)
  const behaviours = usePage((page) => page.catalogue.customers)
  const customers = usePage((page) => page.wanted.customers)
  const seed = usePage((page) => page.wanted.seed)
  const words = `${customerWords(customers, behaviours)} · seed ${seed}`
  return (
    <Popover.Root>
      <Popover.Trigger className={styles['setup']} aria-label={`Setup: ${title}, ${words}`}>
        {title} <span className={styles['world']}>{words}</span>
        <ChevronDown size={14} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner
          className={styles['positioner']}
          sideOffset={6}
          align="start"
          collisionPadding={8}
        >
          <Popover.Popup className={styles['popup']}>
            <Popover.Title className={styles['heading']}>Setup</Popover.Title>
            <CustomerChoice />
            <SettlingChoice />
            <SeedField />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
