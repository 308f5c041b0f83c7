import type { StripForm } from './geometry.ts'
import type { StripRow } from './strip-mark.ts'
import styles from './strip.module.css'

interface RailsProps {
  readonly rows: readonly StripRow[]
  readonly form: StripForm
  readonly width: number
}

/** A line for each actor, which its marks stand on. */
export function Rails({ rows, form, width }: RailsProps) {
  return rows.map(({ key }, row) => (
    <line key={key} className={styles['rail']} x2={width} y1={form.y(row)} y2={form.y(row)} />
  ))
}
