import type { ButtonHTMLAttributes, ReactNode } from 'react'
import styles from './icon-button.module.css'

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** The accessible name, and the tooltip unless `title` says more. */
  readonly label: string
  readonly children?: ReactNode
}

/**
 * A button that is only an icon. Where it can do nothing more it keeps the focus, which a browser takes from a
 * button that is disabled outright: the last event is reached by pressing the same button again and again.
 */
export function IconButton({
  label,
  children,
  className,
  disabled = false,
  onClick,
  ...rest
}: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`${styles['button']} ${className ?? ''}`}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onClick}
      {...rest}
    >
      {children}
    </button>
  )
}
