import { CircleHelp, Microscope } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { Brand } from './brand.tsx'
import { PresentButton } from './present-button.tsx'
import { ThemeButton } from './theme-button.tsx'
import styles from './top-bar.module.css'
import { ViewSwitch } from './view-switch.tsx'

interface TopBarProps {
  /** The implementations with their verdicts; nothing where all of them are on screen. */
  readonly lanes?: ReactNode
  readonly onHelp: () => void
  readonly onReal: () => void
  /** The Share button with what it opens. */
  readonly share: ReactNode
}

/** Which run is on screen, in which view, and what leaves the page. */
export function TopBar({ lanes = null, onHelp, onReal, share }: TopBarProps) {
  return (
    <header className={styles['bar']}>
      <Brand />
      {lanes}
      <div className={styles['tools']}>
        <ViewSwitch />
        <PresentButton />
        <ThemeButton />
        <IconButton label="What is real here" onClick={onReal}>
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
