import type { Run } from '#simulator'
import type { Invariant } from '../state/catalogue.ts'
import { AnswerTable } from './answer-table.tsx'
import { dedent } from './dedent.ts'
import { RefusalView } from './refusal-view.tsx'
import type { Outcome } from './session.ts'
import styles from './answer.module.css'

interface AnswerViewProps {
  readonly outcome: Outcome
  /** Where the page stands now. */
  readonly run: Run
  readonly cursor: number
  readonly invariants: readonly Invariant[]
  readonly onAgain: () => void
}

/** What came of a question, and where in the run it was asked. */
export function AnswerView({ outcome, run, cursor, invariants, onAgain }: AnswerViewProps) {
  const { sql, answer } = outcome
  const isStale = outcome.run !== run || outcome.cursor !== cursor
  const invariant = invariants.find((each) => dedent(each.sql) === sql)
  return (
    <div className={isStale ? styles['stale'] : undefined}>
      <p className={styles['head']}>
        <span role="status">{sentenceOf(outcome)}</span>
        <span className={styles['where']}>
          {outcome.run === run ? `Asked at event ${outcome.cursor}.` : 'Asked of another run.'}
        </span>
        {isStale && (
          <button type="button" className={styles['again']} onClick={onAgain}>
            Ask at event {cursor}
          </button>
        )}
      </p>
      {invariant !== undefined && answer.kind === 'rows' && (
        <p className={styles['about']}>
          <code>{invariant.id}</code> {invariant.statement}.{' '}
          {answer.rows.length === 0 ? 'No row violates it here.' : 'These rows violate it.'}
          {invariant.when === 'end' &&
            outcome.cursor < outcome.run.trace.length &&
            ' This rule counts only at the end.'}
        </p>
      )}
      {answer.kind === 'rows' && answer.columns.length > 0 && (
        <AnswerTable columns={answer.columns} rows={answer.rows} />
      )}
      {answer.kind === 'refused' && <RefusalView refusal={answer} sql={sql} />}
      {'notices' in answer &&
        answer.notices.map((notice, at) => (
          <p key={at} className={styles['notice']}>
            Notice: {notice}
          </p>
        ))}
    </div>
  )
}

function sentenceOf({ answer }: Outcome): string {
  switch (answer.kind) {
    case 'rows': {
      const count = answer.rows.length
      if (answer.hasMore) return `Only the first ${count} rows are shown.`
      return count === 0 ? 'No rows.' : count === 1 ? '1 row.' : `${count} rows.`
    }
    case 'done':
      return `${answer.command}: done, for this query only.`
    case 'nothing':
      return 'The query is empty.'
    case 'refused':
      return `Postgres answers: ${answer.message}`
    case 'failed':
      return answer.sentence
  }
}
