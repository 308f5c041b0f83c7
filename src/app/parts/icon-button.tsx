import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './icon-button.module.css'

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The accessible name, and the tooltip unless `title` says more. */
  readonly label: string
  readonly children?: ReactNode
}

/** A button that is only an icon. */
export function IconButton({ label, children, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`${styles['button']} ${className ?? ''}`}
      {...rest}
    >
      {children}
    </button>
  )
}
