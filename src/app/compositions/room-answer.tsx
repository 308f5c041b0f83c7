import { useMemo } from 'react'
import { verdictOf } from '../features/compare/lane-verdict.ts'
import { RoomVerdict } from '../features/room/room-verdict.tsx'
import type { Show } from '../features/room/use-show.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import { useLanes } from '../state/use-lanes.ts'
import { useReceipts } from '../state/use-receipts.ts'

/** The right column: the answer where it is earned, what is left at the cursor, and the same plan in another lane. */
export function RoomAnswerColumn({ show }: { readonly show: Show }) {
  const store = usePageStore()
  const { run, answer, isEarned, isHidden } = show
  const cursor = usePage((page) => page.cursor)
  const isTold = isEarned && !isHidden
  const tone = isTold && answer !== null ? answer.tone : 'unknown'
  const isEnd = cursor >= run.trace.length
  const receipts = useReceipts(run, cursor, tone)
  const other = useOtherLane(run.input.implementation)
  return (
    <RoomVerdict
      answer={isTold ? answer : null}
      canReveal={isEarned && isHidden}
      onReveal={() => store.getState().reveal()}
      receipts={receipts}
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
