import { geometry } from './geometry.ts'
import type { StripRow } from './strip-mark.ts'
import styles from './strip.module.css'

/** A line for each actor, which its marks stand on. */
export function Rails({ rows, width }: { readonly rows: readonly StripRow[]; readonly width: number }) {
  return rows.map(({ key }, row) => (
    <line key={key} className={styles['rail']} x2={width} y1={geometry.y(row)} y2={geometry.y(row)} />
  ))
}
