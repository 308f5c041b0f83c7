import type { Run } from '#simulator'
import { keyOf } from './actor-rows.ts'
import type { StripMark } from './strip-mark.ts'

/** Transactions on Postgres's row, from begin to commit or rollback. */
export function brackets(run: Run, row: number): readonly StripMark[] {
  return run.trace.flatMap((event): readonly StripMark[] => {
    if (event.what.kind !== 'begin') return []
    const { transaction } = event.what
    const inside = run.trace.filter(
      ({ what }) =>
        'transaction' in what &&
        what.transaction === transaction &&
        what.kind === 'statement' &&
        what.error === null,
    )
    const end = run.trace.find(
      ({ index, what, actor }) =>
        index > event.index &&
        (((what.kind === 'commit' || what.kind === 'rollback') && what.transaction === transaction) ||
          (what.kind === 'process' && what.change === 'crashed' && keyOf(actor) === keyOf(event.actor))),
    )
    return [
      {
        kind: 'bracket',
        from: event.index,
        to: end?.index ?? run.trace.length,
        row,
        ticks: inside.map(({ index }) => index),
        committed: end?.what.kind === 'commit',
      },
    ]
  })
}
