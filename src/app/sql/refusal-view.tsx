import type { Refusal } from '#simulator/read-only-query.ts'
import { locate } from './locate.ts'
import styles from './answer.module.css'

/** What Postgres adds to its message: the place, details, a hint. */
export function RefusalView({ refusal, sql }: { readonly refusal: Refusal; readonly sql: string }) {
  const { position, detail, hint, sqlState } = refusal
  const place = position === null ? null : locate(sql, position)
  return (
    <div className={styles['refusal']}>
      {place !== null && (
        <figure>
          <pre>
            {place.before}
            <mark>{place.at}</mark>
            {place.after}
          </pre>
          <figcaption>
            Line {place.line}, character {place.column}
          </figcaption>
        </figure>
      )}
      {detail !== null && <p>{detail}</p>}
      {hint !== null && <p>Hint: {hint}</p>}
      <p className={styles['where']}>SQLSTATE {sqlState}</p>
    </div>
  )
}
