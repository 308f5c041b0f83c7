/** What a sweep did not try, in sentences: a clean sweep says no more than its bound. */
import { defaultInput } from '#simulator'
import { exactly } from '#simulator/duration-words.ts'
import type { Bound } from './exploration.ts'
import { kindsNotTried, offersPreemptions } from './palette.ts'

export function notTried(
  bound: Bound,
  catalogue: { readonly customers: readonly { readonly name: string }[] },
): readonly string[] {
  const { bases, faults, palette, kinds, delays = [], random, shard } = bound
  const tail = random === null ? '' : ` except in the ${random.schedules} random schedules`
  const alone = bases.filter(({ customers }) => customers.length === 1).flatMap(({ customers }) => customers)
  const together = bases.filter(({ customers }) => customers.length > 1)
  const missing = catalogue.customers.map(({ name }) => name).filter((name) => !alone.includes(name))
  const leftOut = kindsNotTried(palette, kinds)
  return [
    'Faults fall between operations, never inside one.',
    'There is one database session: no lock waits, no contention, and nothing comes between the statements of a transaction.',
    'No disk is lost.',
    'Stripe is modelled on its documentation.',
    `More than ${count(faults, 'fault')} at once${tail}.`,
    ...(shard === undefined || shard.count === 1
      ? []
      : [`First faults of other shards than ${shard.index} of ${shard.count}.`]),
    ...(leftOut.length === 0
      ? []
      : [`Kinds of faults that are not in the list: ${leftOut.join(', ')}${tail}.`]),
    `Other durations than those of the fault list${delays.length === 0 ? '' : ` and, of messages that are late, ${delays.join(', ')}`}${tail}.`,
    ordersNotTried(bound, tail),
    ...(missing.length === 0 ? [] : [`Other customer behaviours: ${missing.join(', ')}.`]),
    together.length === 0
      ? 'Two customers at once.'
      : `Two customers at once, other than ${unique(together.map(({ customers }) => customers.join(' and '))).join('; ')}.`,
    others(
      'Stock',
      bases.map(({ stock }) => stock),
      defaultInput.stock,
    ),
    others(
      'Servers',
      bases.map(({ servers }) => servers),
      defaultInput.servers,
    ),
    `Payments by a slow method that take another time than ${exactly(bases[0]?.paymentSettlesMs ?? defaultInput.paymentSettlesMs)}.`,
  ]
}

function ordersNotTried(bound: Bound, tail: string): string {
  const most = (bound.preemptions ?? 0) + (offersPreemptions(bound) ? bound.faults : 0)
  return most === 0
    ? `Other orders of operations than first come, first served${tail}.`
    : `Orders in which more than ${count(most, 'operation')} ${most === 1 ? 'waits' : 'wait'} while others go first${tail}.`
}

function others(what: string, tried: readonly number[], usual: number): string {
  const values = unique(tried.map(String))
  return `${what} other than ${(values.length === 0 ? [String(usual)] : values).join(' and ')}.`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}
