import { Mail } from 'lucide-react'
import styles from './toolbar.module.css'

/** What the buttons after it hit. */
export function ToolbarTitle({ children }: { readonly children: string }) {
  return (
    <span className={styles['title']} aria-hidden="true">
      <Mail size={15} />
      <span>{children}</span>
    </span>
  )
}
