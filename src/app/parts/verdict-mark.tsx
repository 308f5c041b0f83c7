import styles from './verdict-mark.module.css'

interface VerdictMarkProps {
  /** `unknown`: no run yet, or hidden until asked for. */
  readonly tone: 'holds' | 'stuck' | 'violated' | 'not-judged' | 'unknown'
  /** `large` stands beside an answer. */
  readonly size?: 'small' | 'large'
}

/** ● holds, ◐ stuck, ✕ violated, a run cut in two: not judged, ? unknown. A mark only: the words stand beside it. */
export function VerdictMark({ tone, size = 'small' }: VerdictMarkProps) {
  const pixels = size === 'large' ? 22 : 12
  return (
    <svg
      className={`${styles['mark']} ${styles[tone]}`}
      width={pixels}
      height={pixels}
      viewBox="0 0 22 22"
      aria-hidden="true"
    >
      {size === 'large' ? <Large tone={tone} /> : <Small tone={tone} />}
    </svg>
  )
}

function Small({ tone }: Pick<VerdictMarkProps, 'tone'>) {
  switch (tone) {
    case 'holds':
      return <circle cx="11" cy="11" r="9" className={styles['fill']} />
    case 'stuck':
      return (
        <>
          <circle cx="11" cy="11" r="8.5" className={styles['stroke']} strokeWidth="2.6" />
          <path d="M11 2.5a8.5 8.5 0 0 0 0 17z" className={styles['fill']} />
        </>
      )
    case 'violated':
      return <path d="M3.5 3.5l15 15M18.5 3.5l-15 15" className={styles['stroke']} strokeWidth="4.2" />
    case 'not-judged':
      return (
        <path d="M4 7.5V3.5h14v4M4 14.5v4h14v-4M7.5 11h7" className={styles['stroke']} strokeWidth="2.6" />
      )
    case 'unknown':
      return (
        <circle cx="11" cy="11" r="8.5" className={styles['stroke']} strokeWidth="2" strokeDasharray="3 4" />
      )
  }
}

function Large({ tone }: Pick<VerdictMarkProps, 'tone'>) {
  switch (tone) {
    case 'holds':
      return (
        <>
          <circle cx="11" cy="11" r="11" className={styles['fill']} />
          <path d="M6.4 11.3l3.1 3.1 6-6.4" className={styles['cut']} />
        </>
      )
    case 'stuck':
    case 'not-judged':
      return <Small tone={tone} />
    case 'violated':
      return (
        <>
          <rect width="22" height="22" rx="4" className={styles['fill']} />
          <path d="M6.5 6.5l9 9M15.5 6.5l-9 9" className={styles['cut']} />
        </>
      )
    case 'unknown':
      return (
        <>
          <circle cx="11" cy="11" r="10" className={styles['stroke']} strokeWidth="1.5" />
          <path
            d="M8.6 8.8a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.2.9-1.2 1.8"
            className={styles['stroke']}
            strokeWidth="1.6"
          />
          <circle cx="11" cy="15.6" r="1.1" className={styles['fill']} />
        </>
      )
  }
}
