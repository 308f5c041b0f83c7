import type { Actor, Run } from '#simulator'
import type { RowOf } from './actor-rows.ts'
import type { StripMark, StripRow } from './strip-mark.ts'

/** A message that has not arrived names no server, since the balancer had not chosen one: then any row of its role. */
export function arrows(run: Run, rowOf: RowOf, rows: readonly StripRow[]): readonly StripMark[] {
  const someRow = (actor: Actor) =>
    Math.max(
      0,
      rows.findIndex(({ key }) => key.split(' ')[0] === actor.role),
    )
  return run.trace.flatMap((event): readonly StripMark[] => {
    const { what } = event
    if (what.kind !== 'sent') return []
    const shape = { kind: 'arrow', from: event.index, row: rowOf(event.actor) } as const
    const ends = run.trace.filter((later) => later.what.kind === 'arrived' && later.cause === event.index)
    if (what.fate !== 'delivered' || ends.length === 0) {
      const fate = what.fate === 'refused' ? 'refused' : 'lost'
      return [{ ...shape, to: event.index, toRow: someRow(what.to), fate }]
    }
    return ends.map(({ index, actor }) => ({
      ...shape,
      to: index,
      toRow: rowOf(actor),
      fate: what.forged ? 'forged' : 'delivered',
    }))
  })
}
