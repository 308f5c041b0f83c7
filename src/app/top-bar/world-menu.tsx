import { CustomerChoice } from './customer-choice.tsx'
import { SeedField } from './seed-field.tsx'
import { ThemeButton } from './theme-button.tsx'
import styles from './top-bar.module.css'

/** What a phone keeps behind its menu. */
export function WorldMenu({ onHelp }: { readonly onHelp: () => void }) {
  return (
    <div className={styles['menu']}>
      <CustomerChoice />
      <SeedField />
      <ThemeButton />
      <button type="button" className={styles['menuItem']} onClick={onHelp}>
        Help, and what is real here
      </button>
    </div>
  )
}
