import { useEffect, useRef, type ReactNode } from 'react'
import styles from './plain-dialog.module.css'

interface PlainDialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The browser's own dialog, for when the code of the page's dialogs did not come. Open as long as it is rendered. */
export function PlainDialog({ title, onClose, children }: PlainDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const opened = dialog.current
    opened?.showModal()
    // Gives the focus back to what opened it.
    return () => opened?.close()
  }, [])
  return (
    <dialog ref={dialog} className={styles['dialog']} aria-label={title} onCancel={onClose}>
      <h2 className={styles['title']}>{title}</h2>
      {children}
      <button type="button" className={styles['close']} onClick={onClose}>
        Close
      </button>
    </dialog>
  )
}
