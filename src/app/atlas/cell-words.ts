/** What a cell says: to a screen reader, and above its card. */
import { parseFault } from '#simulator'
import type { Catalogue } from '../state/catalogue.ts'
import { faultWords } from '../state/fault-words.ts'
import type { Cell, Column, Group, Picture, Row, Schedule, Variant } from './picture.ts'

/** A cell with where it stands. */
export interface Spot {
  readonly group: Group
  readonly row: Row
  readonly variant: Variant
  readonly column: Column
  readonly cell: Cell
}

/** @returns null where the picture has no such row or column any more */
export function spotAt(picture: Picture, rowKey: string, columnKey: string): Spot | null {
  const group = picture.groups.find(({ rows }) => rows.some(({ key }) => key === rowKey))
  const row = group?.rows.find(({ key }) => key === rowKey)
  const variant = picture.variants.find(({ columns }) => columns.some(({ key }) => key === columnKey))
  const column = variant?.columns.find(({ key }) => key === columnKey)
  const columns = picture.variants.flatMap((each) => each.columns)
  const cell = row?.cells[columns.findIndex(({ key }) => key === columnKey)]
  if (!group || !row || !variant || !column || !cell) return null
  return { group, row, variant, column, cell }
}

export function cellWords({ tone, count, schedules }: Cell): string {
  const of = schedules.length > 1 ? `, ${count} of ${schedules.length}` : ''
  switch (tone) {
    case 'violated':
      return `violated${of}`
    case 'stuck':
      return `stuck${of}`
    case 'not-judged':
      return `not judged${of}`
    case 'holds':
      return schedules.length > 1 ? `holds, all ${schedules.length}` : 'holds'
    case 'other':
      return 'violates something else'
    case 'untried':
      return `not tried yet${of}`
    case 'none':
      return 'this operation does not occur here'
  }
}

/** `At least once, idempotent steps`. */
export function variantTitle({ title, guards }: Variant): string {
  return guards === null ? title : `${title}, ${guards}`
}

/** `Alice leaves without paying`. */
export function columnWords(catalogue: Catalogue, { base }: Column): string {
  return customerWords(catalogue, base.customers[0] ?? '')
}

/** `Alice gives up after the first error`. */
export function customerWords(catalogue: Catalogue, name: string): string {
  return `Alice ${catalogue.customers.find((each) => each.name === name)?.title ?? name}`
}

/** Over a column: `gives up`. */
export function columnTitle({ base }: Column): string {
  return base.customers.join(' and ').replaceAll('-', ' ')
}

/** The fault in words, or that there is none. */
export function scheduleWords({ fault }: Schedule): {
  verb: string
  operation: string
  tail: string
  detail: string | null
} {
  if (fault === '') return { verb: 'No faults', operation: '', tail: '', detail: null }
  return faultWords(parseFault(fault))
}

/** Those that a cell is about first: what is violated before what holds. */
export function tellingFirst({ schedules }: Cell): readonly Schedule[] {
  const rank = ({ notHeld }: Schedule) => (notHeld ? 0 : notHeld === undefined ? 1 : 2)
  return schedules.toSorted((one, other) => rank(one) - rank(other))
}
