import { useEffect, useRef } from 'react'
import { QrCode } from './qr-code.tsx'
import styles from './cover.module.css'

interface CoverProps {
  readonly onClose: () => void
}

/** A black screen, so that the room looks at the speaker. Any press brings the picture back. */
export function Blank({ onClose }: CoverProps) {
  return <Cover label="Show the picture again" className={styles['blank']} onClose={onClose} />
}

/** The code as large as the window, for the last row. */
export function LargeCode({ link, onClose }: CoverProps & { readonly link: string }) {
  return (
    <Cover label="Close the QR code" className={styles['large']} onClose={onClose}>
      <QrCode link={link} />
    </Cover>
  )
}

interface CoverFrameProps extends CoverProps {
  readonly label: string
  readonly className: string | undefined
  readonly children?: React.ReactNode
}

/** One button as large as the window. It takes the focus, and what lies under it is inert. */
function Cover({ label, className, onClose, children }: CoverFrameProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [])
  return (
    <div role="dialog" aria-label={label} aria-modal="true">
      {children !== undefined && <div className={styles['shown']}>{children}</div>}
      <button ref={button} type="button" aria-label={label} className={className} onClick={onClose} />
    </div>
  )
}
