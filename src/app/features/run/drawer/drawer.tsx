import type { ReactNode } from 'react'
import { DrawerLine, type DrawerLineProps } from './drawer-line.tsx'
import styles from './drawer.module.css'

interface DrawerProps extends DrawerLineProps {
  /** What is in it while it is open; null while it is closed. */
  readonly children: ReactNode
}

/** The proof behind the picture. Closed it is one line; the cursor never opens it. */
export function Drawer({ children, ...line }: DrawerProps) {
  return (
    <section className={styles['drawer']} aria-label="Details">
      {children ?? <DrawerLine {...line} />}
    </section>
  )
}
