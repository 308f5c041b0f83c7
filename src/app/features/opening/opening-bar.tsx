import { CircleHelp, Menu } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../../parts/icon-button.tsx'
import { KeyCap } from '../../parts/key-cap.tsx'
import { Logo } from '../../parts/logo.tsx'
import { usePageStore } from '../../state/page.tsx'
import styles from './opening-bar.module.css'

interface OpeningBarProps {
  /** The choice of the colours; on a phone it is in the menu. */
  readonly theme: ReactNode
  readonly onHelp: () => void
  /** On a phone: opens the menu. */
  readonly onMenu?: () => void
}

/** The top bar of the opening: no lanes, no views, nothing to share, only the way past it. */
export function OpeningBar({ theme, onHelp, onMenu }: OpeningBarProps) {
  return (
    <header className={styles['bar']}>
      <span className={styles['brand']}>
        <Logo />
        Crashcart
      </span>
      <SkipButton isShort={onMenu !== undefined} />
      {onMenu === undefined ? (
        <>
          {theme}
          <IconButton label="Help" aria-keyshortcuts="?" title="Help and keys  ?" onClick={onHelp}>
            <CircleHelp size={16} aria-hidden="true" />
          </IconButton>
        </>
      ) : (
        <IconButton label="Menu" onClick={onMenu}>
          <Menu size={18} aria-hidden="true" />
        </IconButton>
      )}
    </header>
  )
}

function SkipButton({ isShort }: { readonly isShort: boolean }) {
  const store = usePageStore()
  return (
    <button
      type="button"
      className={styles['skip']}
      aria-keyshortcuts="Escape"
      onClick={() => store.getState().skipOpening()}
    >
      {isShort ? (
        'Skip intro'
      ) : (
        <>
          Skip to the full page <KeyCap>Esc</KeyCap>
        </>
      )}
    </button>
  )
}
