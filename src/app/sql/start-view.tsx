import type { Invariant } from '../state/catalogue.ts'
import { dedent } from './dedent.ts'
import { examples, selectAll } from './examples.ts'
import styles from './start-view.module.css'

interface StartViewProps {
  /** Names of all tables. */
  readonly tables: readonly string[]
  readonly invariants: readonly Invariant[]
  readonly onAsk: (sql: string) => void
}

/** What there is to ask: the tables, questions to begin with, what is checked. */
export function StartView({ tables, invariants, onAsk }: StartViewProps) {
  const possible = examples.filter((example) => example.tables.every((table) => tables.includes(table)))
  return (
    <div className={styles['start']}>
      <section className={styles['place']}>
        <h2>Tables</h2>
        <ul className={styles['tables']}>
          {tables.map((table) => (
            <li key={table}>
              <button type="button" onClick={() => onAsk(selectAll(table))}>
                {table}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <div className={styles['questions']}>
        <section>
          <h2>Questions</h2>
          <ul>
            {possible.map(({ words, sql }) => (
              <li key={words}>
                <button type="button" onClick={() => onAsk(sql)}>
                  {words}
                </button>
              </li>
            ))}
          </ul>
        </section>
        <section>
          <h2>What is checked: rows that would violate it</h2>
          <ul>
            {invariants.map(({ id, statement, sql }) => (
              <li key={id}>
                <button type="button" onClick={() => onAsk(dedent(sql))}>
                  <code>{id}</code> {statement}
                </button>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  )
}
