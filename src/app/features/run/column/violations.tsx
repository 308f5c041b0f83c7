import type { JsonRow, Run, Violation as Violated } from '#simulator'
import { VerdictMark } from '../../../parts/verdict-mark.tsx'
import type { Judgement } from '../../../state/judgement.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { useExplanation } from '../../../state/use-explanation.ts'
import styles from './violations.module.css'

interface ViolationsProps {
  readonly run: Run
  readonly judgement: Judgement
  /** Asks an invariant's query. */
  readonly onAsk: (sql: string) => void
  /** Another violation is explained now. */
  readonly onExplain: () => void
}

/** What is violated, with the rows that show it and the event at which it was found; then all that was checked. */
export function Violations({ run, judgement, onAsk, onExplain }: ViolationsProps) {
  const { seen, ahead } = judgement
  const explained = useExplanation()?.invariant ?? null
  const several = seen.length + ahead.length > 1
  const shared = (id: string) => ({ onAsk, onExplain, explained: several ? id === explained : null })
  return (
    <div>
      {(seen.length > 0 || ahead.length > 0) && (
        <ul className={styles['list']} aria-label="Violated invariants">
          {seen.map((verdict) => (
            <Violation key={verdict.id} verdict={verdict} {...shared(verdict.id)} />
          ))}
          {ahead.map((verdict) => (
            <Violation key={verdict.id} verdict={verdict} {...shared(verdict.id)} ahead />
          ))}
        </ul>
      )}
      <details className={styles['checked']}>
        <summary>What was checked</summary>
        <ul>
          {run.verdicts.map(({ id, statement, outcome, when }) => (
            <li key={id}>
              <VerdictMark tone={outcome} />
              <code>{id}</code>
              <span>
                {statement}
                {when === 'end' && <em> At the end.</em>}
                {outcome === 'not-judged' && <em> Not judged.</em>}
              </span>
              <AskButton id={id} onAsk={onAsk} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

interface ViolationProps extends Pick<ViolationsProps, 'onAsk' | 'onExplain'> {
  readonly verdict: Violated
  /** Whether it is the one that is explained; null where there is no other. */
  readonly explained: boolean | null
  /** Found only later in this run than where the cursor stands. */
  readonly ahead?: boolean
}

function Violation({ verdict, onAsk, onExplain, explained, ahead = false }: ViolationProps) {
  const store = usePageStore()
  const { id, statement, rows, event } = verdict
  return (
    <li className={`${styles['violation']} ${ahead ? styles['ahead'] : ''}`}>
      <div className={styles['statement']}>
        <VerdictMark tone={ahead ? 'unknown' : 'violated'} />
        <p>
          <code>{id}</code> {ahead ? 'Later violated: ' : 'Violated: '}
          {statement}
        </p>
        <div className={styles['ways']}>
          {explained !== null && (
            <button
              type="button"
              className={styles['jump']}
              aria-label={`Why ${id}`}
              aria-pressed={explained}
              title="Explain this one"
              onClick={() => {
                store.getState().choose(id)
                onExplain()
              }}
            >
              Why
            </button>
          )}
          <AskButton id={id} onAsk={onAsk} />
          <button
            type="button"
            className={styles['jump']}
            aria-label={`Go to event ${event}`}
            title={`Go to event ${event}`}
            onClick={() => store.getState().seek(event)}
          >
            {event}
          </button>
        </div>
      </div>
      {!ahead && rows.slice(0, 3).map((row, at) => <OffendingRow key={at} row={row} />)}
      {!ahead && rows.length > 3 && <p className={styles['more']}>and {rows.length - 3} more</p>}
    </li>
  )
}

interface AskButtonProps extends Pick<ViolationsProps, 'onAsk'> {
  readonly id: string
}

/** Asks in SQL, at the cursor, for the rows that violate an invariant. */
function AskButton({ id, onAsk }: AskButtonProps) {
  const sql = usePage((page) => page.catalogue.invariants.find((invariant) => invariant.id === id)?.sql)
  if (sql === undefined) return null
  return (
    <button
      type="button"
      className={styles['jump']}
      aria-label={`Ask ${id} in SQL`}
      title="Ask it in SQL"
      onClick={() => onAsk(sql)}
    >
      SQL
    </button>
  )
}

function OffendingRow({ row }: { readonly row: JsonRow }) {
  return (
    <dl className={styles['row']}>
      {Object.entries(row)
        .toSorted(byId)
        .map(([column, value]) => (
          <div key={column}>
            <dt>{column}</dt>
            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
          </div>
        ))}
    </dl>
  )
}

/** Whose row it is comes first. */
function byId([one]: [string, unknown], [other]: [string, unknown]): number {
  return Number(other.endsWith('id')) - Number(one.endsWith('id'))
}
