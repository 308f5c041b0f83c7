import type { Cell } from './picture.ts'
import styles from './cell-mark.module.css'

/** ✕, ◐, –, ● or a dot: a shape for each, so that no two differ by colour alone. The words stand in the cell's name. */
export function CellMark({ tone }: Pick<Cell, 'tone'>) {
  return (
    <svg className={styles[tone]} width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <Shape tone={tone} />
    </svg>
  )
}

function Shape({ tone }: Pick<Cell, 'tone'>) {
  switch (tone) {
    case 'violated':
      return <path d="M1.6 1.6l6.8 6.8M8.4 1.6l-6.8 6.8" className={styles['stroke']} strokeWidth="2" />
    case 'stuck':
      return (
        <>
          <circle cx="5" cy="5" r="4" className={styles['stroke']} strokeWidth="1.3" />
          <path d="M5 1a4 4 0 0 0 0 8z" className={styles['fill']} />
        </>
      )
    case 'not-judged':
      return (
        <path d="M2 3.2V1.8h6v1.4M2 6.8v1.4h6V6.8M3.4 5h3.2" className={styles['stroke']} strokeWidth="1.2" />
      )
    case 'holds':
      return <circle cx="5" cy="5" r="2.3" className={styles['fill']} />
    case 'other':
      return <circle cx="5" cy="5" r="2" className={styles['stroke']} strokeWidth="1.2" />
    case 'untried':
      return <circle cx="5" cy="5" r="0.9" className={styles['fill']} />
    case 'none':
      return null
  }
}
