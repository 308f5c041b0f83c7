import { useEffect, useEffectEvent, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Run } from '#simulator'
import { tablesAt } from '#simulator/tables.ts'
import { KeyCap } from '../parts/key-cap.tsx'
import { modifierKey } from '../parts/modifier-key.ts'
import type { Invariant } from '../state/catalogue.ts'
import { AnswerView } from './answer-view.tsx'
import { dedent } from './dedent.ts'
import { Editor } from './editor.tsx'
import { pageSession } from './page-session.ts'
import { StartView } from './start-view.tsx'
import styles from './sql.module.css'

export interface SqlPanelProps {
  readonly run: Run
  /** How many events have happened. */
  readonly cursor: number
  readonly invariants: readonly Invariant[]
  /** A question from elsewhere on the page, to be asked at once. */
  readonly asked: string | null
  /** It has been taken. */
  readonly onTaken: () => void
}

/** Asks the tables as they are at the cursor. */
export function SqlPanel({ run, cursor, invariants, asked, onTaken }: SqlPanelProps) {
  const { text, history, outcome, isAsking, columns, ...session } = useStore(pageSession)
  const tables = useMemo(() => namesOf(run), [run])
  const ask = (sql: string) => void session.ask(run, cursor, sql)
  const take = useEffectEvent((sql: string) => {
    onTaken()
    ask(dedent(sql))
  })
  useEffect(() => {
    if (asked !== null) take(asked)
  }, [asked])
  useEffect(() => () => pageSession.getState().rest(), [])

  return (
    <section className={styles['panel']} aria-label="SQL">
      <div className={styles['question']}>
        <Editor
          text={text}
          history={history}
          columns={columns}
          onText={session.write}
          onRun={ask}
          onFocus={session.wake}
        />
        <div className={styles['bar']}>
          {isAsking ? (
            <button type="button" className={styles['ask']} onClick={session.rest}>
              Stop
            </button>
          ) : (
            <button
              type="button"
              className={styles['ask']}
              aria-keyshortcuts="Control+Enter Meta+Enter"
              onClick={() => ask(text)}
            >
              Ask
            </button>
          )}
          <KeyCap>{`${modifierKey()} ↵`}</KeyCap>
          {outcome !== null && (
            <button type="button" className={styles['back']} onClick={session.clear}>
              Tables and questions
            </button>
          )}
        </div>
      </div>
      {/* What scrolls must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles['answer']} role="region" aria-label="Answer" aria-busy={isAsking} tabIndex={0}>
        {isAsking && <p className={styles['asking']}>Asking Postgres…</p>}
        {outcome === null ? (
          <StartView tables={tables} invariants={invariants} onAsk={ask} />
        ) : (
          <AnswerView
            outcome={outcome}
            run={run}
            cursor={cursor}
            invariants={invariants}
            onAgain={() => ask(outcome.sql)}
          />
        )}
      </div>
    </section>
  )
}

const knownTables = ['run.effects', 'run.unsigned_effects', 'run.unsettled']

/** The shop's tables first, then the schemas that others own. */
function namesOf(run: Run): readonly string[] {
  const names = tablesAt(run, 0).map(({ name }) => name)
  const isShops = (name: string) => !name.includes('.')
  const others = names.filter((name) => !isShops(name)).toSorted()
  return [...names.filter(isShops).toSorted(), ...others, ...knownTables]
}
