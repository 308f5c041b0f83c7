import { useMemo } from 'react'
import { tablesAt } from '#simulator/tables.ts'
import { verdictOf } from '../features/compare/lane-verdict.ts'
import { RoomVerdict } from '../features/room/room-verdict.tsx'
import type { Show } from '../features/room/use-show.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import { committedRows } from '../state/receipts.ts'
import { useLanes } from '../state/use-lanes.ts'

/** The right column: the answer where it is earned, what is left at the cursor, and the same plan in another lane. */
export function RoomAnswerColumn({ show }: { readonly show: Show }) {
  const store = usePageStore()
  const { run, answer, isEarned, isHidden } = show
  const cursor = usePage((page) => page.cursor)
  const { receipts } = usePage((page) => page.catalogue)
  const isTold = isEarned && !isHidden
  const tone = isTold && answer !== null ? answer.tone : 'unknown'
  const isEnd = cursor >= run.trace.length
  const left = useMemo(
    () => receipts({ tables: committedRows(tablesAt(run, cursor)), stock: run.input.stock, tone, isEnd }),
    [receipts, run, cursor, tone, isEnd],
  )
  const other = useOtherLane(run.input.implementation)
  return (
    <RoomVerdict
      answer={isTold ? answer : null}
      canReveal={isEarned && isHidden}
      onReveal={() => store.getState().reveal()}
      receipts={left}
      place={isEnd ? 'the end' : `event ${cursor}`}
      other={isTold ? other : null}
    />
  )
}

/** The last lane, or the first one where the last is on screen, as far as its run is known. */
function useOtherLane(own: string) {
  const lanes = useLanes()
  const ask = usePage((page) => page.catalogue.ask)
  return useMemo(() => {
    const last = lanes.at(-1)
    const lane = last?.implementation.name === own ? lanes[0] : last
    if (lane === undefined || lane.run === null || lane.tone === 'unknown') return null
    const { title } = lane.implementation
    return { title: `${title}, same plan`, words: `${verdictOf(ask(lane.run))}`, tone: lane.tone }
  }, [lanes, own, ask])
}
