import { usePage, usePageStore } from '../../../state/page.tsx'
import { canPresent, enterRoom } from '../../../store/room.ts'
import { useKeptBack } from '../../../store/use-opening.ts'
import { CustomerChoice, SettlingChoice } from './customer-choice.tsx'
import { SeedField } from './seed-field.tsx'
import { ThemeButton } from './theme-button.tsx'
import styles from './top-bar.module.css'

interface WorldMenuProps {
  readonly onHelp: () => void
  readonly onReal: () => void
  /** Plays the opening from its start. */
  readonly onOpening: () => void
}

/** What a phone keeps behind its menu. */
export function WorldMenu({ onHelp, onReal, onOpening }: WorldMenuProps) {
  const store = usePageStore()
  const isKeptBack = useKeptBack()
  const hasRun = usePage(canPresent)
  const hasOpening = usePage((page) => page.catalogue.opening !== undefined)
  return (
    <div className={styles['menu']}>
      {!isKeptBack && (
        <>
          <CustomerChoice />
          <SettlingChoice />
          <SeedField />
        </>
      )}
      <ThemeButton />
      {hasRun && (
        <button type="button" className={styles['menuItem']} onClick={() => enterRoom(store)}>
          Present
        </button>
      )}
      <button type="button" className={styles['menuItem']} onClick={onHelp}>
        Help
      </button>
      <button type="button" className={styles['menuItem']} onClick={onReal}>
        What is real here
      </button>
      {hasOpening && !isKeptBack && (
        <button type="button" className={styles['menuItem']} onClick={onOpening}>
          Play the opening again
        </button>
      )}
    </div>
  )
}
