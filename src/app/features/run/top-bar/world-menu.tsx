import { CustomerChoice } from './customer-choice.tsx'
import { SeedField } from './seed-field.tsx'
import { ThemeButton } from './theme-button.tsx'
import styles from './top-bar.module.css'

interface WorldMenuProps {
  readonly onHelp: () => void
  readonly onReal: () => void
}

/** What a phone keeps behind its menu. */
export function WorldMenu({ onHelp, onReal }: WorldMenuProps) {
  return (
    <div className={styles['menu']}>
      <CustomerChoice />
      <SeedField />
      <ThemeButton />
      <button type="button" className={styles['menuItem']} onClick={onHelp}>
        Help
      </button>
      <button type="button" className={styles['menuItem']} onClick={onReal}>
        What is real here
      </button>
    </div>
  )
}
