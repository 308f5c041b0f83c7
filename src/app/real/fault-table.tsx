import type { FaultKind } from '#simulator'
import { evidence, seenOnMajor, type Evidence } from '#simulator/evidence.ts'
import styles from './real.module.css'

type Row = readonly [kind: FaultKind, entry: Evidence]

const rows = Object.entries(evidence) as readonly Row[]

/** Every kind of fault, and how far it is to be believed. */
export function FaultTable() {
  const seen = rows.filter(([, { seen: how }]) => how === 'postgresql')
  const injected = rows.filter(([, { seen: how }]) => how === 'injected')
  return (
    <section>
      <h3 className={styles['heading']}>Faults</h3>
      <p className={styles['lead']}>
        In a run every fault is injected. {seen.length} of {rows.length} kinds were also seen on a real
        PostgreSQL {seenOnMajor} server; tests repeat this.
      </p>
      <Kinds title={`Seen on PostgreSQL ${seenOnMajor}`} rows={seen} />
      <Kinds title="Injected only" rows={injected} />
    </section>
  )
}

function Kinds({ title, rows: its }: { readonly title: string; readonly rows: readonly Row[] }) {
  return (
    <table className={styles['table']}>
      <caption>
        {title} <span>· {its.length} kinds</span>
      </caption>
      <tbody>
        {its.map(([kind, entry]) => (
          <tr key={kind}>
            <th scope="row">
              <code>{kind}</code>
            </th>
            <td>
              {entry.seen === 'postgresql' ? entry.what : entry.why}
              {entry.seen === 'postgresql' && <TestName test={entry.test} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The file alone: the test's name says at length what stands beside it. */
function TestName({ test }: { readonly test: string }) {
  const [path = ''] = test.split(': ')
  return (
    <code className={styles['test']} title={test}>
      {path.slice(path.lastIndexOf('/') + 1)}
    </code>
  )
}
