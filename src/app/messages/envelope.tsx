import styles from './messages.module.css'

interface EnvelopeProps {
  readonly forged: boolean
  /** How often it arrived. */
  readonly copies: number
  readonly dropped: boolean
}

/** A webhook: whole, in the tray, twice with one stamp, or with a broken seal. */
export function Envelope({ forged, copies, dropped }: EnvelopeProps) {
  return (
    <svg className={styles['envelope']} viewBox="0 0 22 18" aria-hidden="true">
      {copies > 1 && <rect x="6.75" y="1.75" width="13" height="9" rx="1.5" />}
      <rect className={styles['front']} x="2.75" y="4.75" width="13" height="9" rx="1.5" />
      <path d="M3.5 5.8l5.8 4.2 5.8-4.2" />
      {copies > 1 && (
        <>
          <circle className={styles['stamp']} cx="13" cy="7" r="1.75" />
          <circle className={styles['stamp']} cx="17" cy="4" r="1.75" />
        </>
      )}
      {forged && <path className={styles['seal']} d="M10.5 4l-2.4 4.6h3l-2.4 5" />}
      {dropped && <path d="M0.75 12v4.25h17v-4.25" />}
    </svg>
  )
}
