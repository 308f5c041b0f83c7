import { CircleHelp, Microscope } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../parts/icon-button.tsx'
import { usePage } from '../state/page.tsx'
import { Brand } from './brand.tsx'
import { CustomerChoice } from './customer-choice.tsx'
import { SeedField } from './seed-field.tsx'
import { ThemeButton } from './theme-button.tsx'
import styles from './top-bar.module.css'
import { ViewSwitch } from './view-switch.tsx'

interface TopBarProps {
  readonly onHelp: () => void
  readonly onReal: () => void
  /** The Share button with what it opens. */
  readonly share: ReactNode
}

/** What world the question is asked of, and what leaves the page. */
export function TopBar({ onHelp, onReal, share }: TopBarProps) {
  const title = usePage((page) => page.catalogue.title)
  const isOneExperiment = usePage((page) => page.view !== 'atlas')
  return (
    <header className={styles['bar']}>
      <Brand />
      <div className={styles['world']}>
        <span className={styles['scenario']}>
          <span className={styles['caption']}>Scenario</span>
          {title}
        </span>
        {isOneExperiment && (
          <>
            <CustomerChoice />
            <SeedField />
          </>
        )}
      </div>
      <div className={styles['tools']}>
        <ViewSwitch />
        <ThemeButton />
        <IconButton label="What is real here" title="What is real here" onClick={onReal}>
          <Microscope size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label="Help" aria-keyshortcuts="?" title="Help and keys  ?" onClick={onHelp}>
          <CircleHelp size={16} aria-hidden="true" />
        </IconButton>
        <span className={styles['share']}>{share}</span>
      </div>
    </header>
  )
}
