import styles from './logo.module.css'

/** A cart, cut. */
export function Logo() {
  return (
    <svg className={styles['logo']} width="26" height="24" viewBox="0 0 26 24" aria-hidden="true">
      <path d="M1.5 4h2.2c.6 0 1 .4 1.2 1l2 9.2c.1.5.6.8 1 .8h2.4M5.4 7.5h5M16 15h3.6c.5 0 .9-.3 1-.8l1.8-6.7H16" />
      <circle cx="8.4" cy="19.4" r="1.7" />
      <circle cx="18.8" cy="19.4" r="1.7" />
      <path className={styles['cut']} d="M13.2 1.5v21" />
    </svg>
  )
}
