/** How links are put into words. The simulator's own sentences do most of it. */
import type { JsonRow, Run, TraceEvent } from '#simulator'
import { nameOf, sentence, stripeQuestion } from '#simulator/sentence.ts'
import { added, effectsOf, type Deed } from './deeds.ts'
import type { CitedRow } from './links.ts'

/** `A commits the reservation: stock 2 → 1, for ord_1`. */
export function deedWords(deed: Deed, run: Run): string {
  const last = run.trace[deed.event - 1]
  if (last === undefined) return ''
  const words = sentence(last, run)
  const stock = last.what.kind === 'commit' ? stockWords(deed) : ''
  const [order, ...others] = deed.orders
  const said = words + stock
  const written = added(deed, 'orders')
  if (written !== undefined) return said.replace('the order', `the order ${text(written, 'id')}`)
  if (order === undefined || others.length > 0 || said.includes(order)) return said
  return `${said}, for ${order}`
}

export function rowsOf(deed: Deed): readonly CitedRow[] {
  return effectsOf(deed).map(({ table, key }) => ({ table, key }))
}

/** What somebody does, without saying who: `asks Stripe for a payment session`. */
export function doing(event: TraceEvent, run: Run): string {
  if (event.what.kind === 'stripe-call') return stripeQuestion(event.what)
  const said = sentence(event, run)
  const who = `${nameOf(event.actor)} `
  const deed = said.startsWith(who) ? said.slice(who.length) : said
  return deed.replace(/:.*$/, '').replace(/, not yet committed$/, '')
}

/** `ord_1`, `ord_1 and ord_2`. */
export function listed(names: readonly unknown[]): string {
  const all = names.map(String)
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

export function mugs(count: number): string {
  return count === 1 ? '1 mug' : `${count} mugs`
}

export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`
}

export function text(row: JsonRow | undefined, column: string): string {
  const value = row?.[column]
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function stockWords(deed: Deed): string {
  const moved = deed.changes.find(({ table }) => table === 'inventory')
  if (moved === undefined) return ''
  // It does not fall apart at the end of a line.
  return `: stock ${text(moved.before ?? {}, 'stock')} → ${text(moved.after ?? {}, 'stock')}`.replace(
    /(\d) → /,
    '$1\u00a0→\u00a0',
  )
}
