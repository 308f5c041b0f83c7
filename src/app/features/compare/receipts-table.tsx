import { useMemo } from 'react'
import type { Run } from '#simulator'
import type { Receipt } from '#simulator/scenario.ts'
import { VerdictMark } from '../../parts/verdict-mark.tsx'
import { eventsAt, type Comparison } from '../../state/comparison.ts'
import type { Lane } from '../../state/lanes.ts'
import { faultNoun, plannedFault, signed } from '../../state/moment-words.ts'
import { usePage } from '../../state/page.tsx'
import { useReceipts } from '../../state/use-receipts.ts'
import board from './board.module.css'
import styles from './receipts.module.css'

interface ReceiptsTableProps {
  readonly lanes: readonly Lane[]
  readonly comparison: Comparison
  readonly moment: number
}

/** What is left, a row for each lane: at the end, and while the answer is hidden only at the playhead. */
export function ReceiptsTable({ lanes, comparison, moment }: ReceiptsTableProps) {
  const isHidden = usePage((page) => page.answers === 'hidden')
  const columns = useColumns(lanes)
  return (
    <section className={board['receipts']} aria-label="Receipts">
      <table className={styles['table']}>
        <thead className={`${board['header']} ${styles['header']}`}>
          <tr>
            <th scope="col" className="visually-hidden">
              {isHidden ? whenWords(lanes, comparison, moment) : 'At the end'}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={board['rows']}>
          {lanes.map((lane, at) => {
            const compared = comparison.lanes[at]
            const cursor = isHidden && compared !== undefined ? eventsAt(compared, moment) : null
            return (
              <tr key={lane.implementation.name} className={styles['row']} style={{ gridRow: 1 + 2 * at }}>
                <th scope="row" className="visually-hidden">
                  {lane.implementation.title}
                </th>
                <Cells lane={lane} cursor={cursor} columns={columns.length} />
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

interface CellsProps {
  readonly lane: Lane
  /** Null: at the end. */
  readonly cursor: number | null
  readonly columns: number
}

function Cells({ lane, cursor, columns }: CellsProps) {
  const receipts = useReceipts(lane.run, cursor, lane.tone)
  if (receipts === null)
    return Array.from({ length: columns }, (_, at) => (
      <td key={at} className={styles['blank']}>
        <strong>?</strong>
      </td>
    ))
  return receipts.map((receipt) => (
    <td key={receipt.name} className={receipt.tone === null ? undefined : styles[receipt.tone]}>
      <ReceiptWords receipt={receipt} />
    </td>
  ))
}

/** A number and its explanation. */
export function ReceiptWords({ receipt: { value, detail, tone } }: { readonly receipt: Receipt }) {
  return (
    <>
      <strong>
        {value}
        {tone !== null && <VerdictMark tone={tone} />}
      </strong>
      <small>{detail}</small>
    </>
  )
}

/** Their names, from whichever lane has a run. */
function useColumns(lanes: readonly Lane[]): readonly string[] {
  const receipts = usePage((page) => page.catalogue.receipts)
  const run: Run | null = lanes.find((lane) => lane.run !== null)?.run ?? null
  return useMemo(
    () =>
      run === null
        ? []
        : receipts({ tables: {}, stock: run.input.stock, tone: 'unknown', isEnd: false }).map(
            ({ name }) => name,
          ),
    [receipts, run],
  )
}

function whenWords(lanes: readonly Lane[], comparison: Comparison, moment: number): string {
  if (comparison.fault === null) return `At event ${moment}`
  if (moment === 0) return `At the ${faultNoun(plannedFault(comparison, lanes))}`
  return `At ${signed(moment, comparison)}`
}
