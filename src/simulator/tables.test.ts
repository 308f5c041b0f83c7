import { describe, expect, test } from 'vitest'
import type { Run } from './run.ts'
import { tablesAt, type TableState } from './tables.ts'
import { durableSample, naiveSample, rolledBackSample } from './testing/sample-runs.ts'

const durable = durableSample()

function indexOf(run: Run, label: string): number {
  const found = run.trace.find((event) => 'label' in event.what && event.what.label === label)
  if (!found) throw new Error(`no ${label}`)
  return found.index
}

function table(run: Run, cursor: number, name: string): TableState {
  const found = tablesAt(run, cursor).find((one) => one.name === name)
  if (!found) throw new Error(`no table ${name}`)
  return found
}

describe('tablesAt', () => {
  test('begins with the rows before the first event', () => {
    expect(table(durable, 0, 'inventory').rows.map((row) => row.cells.map((cell) => cell.value))).toEqual([
      ['mug', 2],
    ])
    expect(tablesAt(durable, 0).some((one) => one.justChanged)).toBe(false)
  })

  test('ends with the rows after the last event', () => {
    for (const run of [durable, naiveSample()])
      for (const one of tablesAt(run, run.trace.length)) {
        const rows = one.rows.map((row) =>
          Object.fromEntries(row.cells.map((cell) => [cell.column, cell.value])),
        )
        expect(rows).toEqual(run.tables[one.name])
        expect(one.rows.every((row) => row.status === 'committed')).toBe(true)
      }
  })

  test('a row is pending until its transaction commits', () => {
    const at = indexOf(durable, 'reserveInventory.take')
    expect(table(durable, at, 'inventory').rows[0]?.status).toBe('pending')
    expect(table(durable, indexOf(durable, 'commit:reserveInventory'), 'inventory').rows[0]?.status).toBe(
      'committed',
    )
  })

  test('a changed cell knows what it was, and keeps its mark until the table changes again', () => {
    for (const label of ['reserveInventory.take', 'commit:reserveInventory', 'claim']) {
      const cell = table(durable, indexOf(durable, label), 'inventory').rows[0]?.cells[1]
      expect(cell).toEqual({ column: 'stock', value: 1, before: 2, changed: true })
    }
  })

  test('all tables of the last transaction come first, empty ones last', () => {
    const tables = tablesAt(durable, indexOf(durable, 'commit:reserveInventory'))
    expect(tables.filter((one) => one.justChanged).map((one) => one.title)).toEqual([
      'inventory',
      'reservations',
      'step_checkpoint',
    ])
    expect(tables.slice(0, 3).every((one) => one.justChanged)).toBe(true)
    expect(tables.at(-1)?.rows).toEqual([])
  })

  test('a crash inside a transaction drops its rows', () => {
    const run = rolledBackSample()
    expect(table(run, 2, 'orders').rows.map((row) => row.status)).toEqual(['pending'])
    expect(table(run, 4, 'orders').rows).toEqual([])
    expect(table(run, 5, 'orders').rolledBackAt).toBe(4)
  })

  test('does not depend on the cursor that was asked for before', () => {
    const late = tablesAt(durable, 60)
    tablesAt(durable, 3)
    expect(tablesAt(durable, 60)).toEqual(late)
  })
})
