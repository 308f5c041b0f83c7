import { Menu } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../../parts/icon-button.tsx'
import { Brand } from './brand.tsx'
import styles from './top-bar.module.css'

interface PhoneBarProps {
  readonly lanes: ReactNode
  readonly share: ReactNode
  readonly onMenu: () => void
}

/** The top of a phone: what is asked of whom is behind the menu. */
export function PhoneBar({ lanes, share, onMenu }: PhoneBarProps) {
  return (
    <header className={styles['phone']}>
      <Brand />
      {lanes}
      {share}
      <IconButton label="Menu" onClick={onMenu}>
        <Menu size={18} aria-hidden="true" />
      </IconButton>
    </header>
  )
}
