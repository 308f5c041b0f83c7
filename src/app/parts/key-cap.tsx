import styles from './key-cap.module.css'

/** The key that does the same; not read aloud, since the control's `aria-keyshortcuts` says it. */
export function KeyCap({ children }: { readonly children: string }) {
  return (
    <kbd className={styles['key']} aria-hidden="true">
      {children}
    </kbd>
  )
}
