import type { ReactNode } from 'react'
import type { Run } from '#simulator'
import { DrawerLine } from './drawer-line.tsx'
import styles from './drawer.module.css'

interface DrawerProps {
  readonly run: Run
  readonly cursor: number
  /** What is in it while it is open; null while it is closed. */
  readonly children: ReactNode
}

/** The proof behind the picture. Closed it is one line; the cursor never opens it. */
export function Drawer({ run, cursor, children }: DrawerProps) {
  return (
    <section className={styles['drawer']} aria-label="Details">
      {children ?? <DrawerLine run={run} cursor={cursor} />}
    </section>
  )
}
