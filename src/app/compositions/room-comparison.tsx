import { LaneWords } from '../features/compare/lane-words.tsx'
import { useLaneLines } from '../features/compare/use-lane-lines.ts'
import { verdictOf } from '../features/compare/lane-verdict.ts'
import { RoomLanes, type RoomLane } from '../features/room/room-lanes.tsx'
import { roomStops, verdictEvent } from '../model/room/stops.ts'
import { sentenceAt } from '../state/announcement.ts'
import type { Dialogue } from '../state/catalogue.ts'
import { eventsAt } from '../state/comparison.ts'
import { usePage } from '../state/page.tsx'
import { useComparison, useLooked, useMoment } from '../state/use-lanes.ts'

/** More lanes would be too small for a room: the one that is looked at, and the one that it is held against. */
export function RoomComparison() {
  const { lanes, comparison } = useComparison()
  const lines = useLaneLines(lanes, comparison)
  const moment = useMoment(comparison)
  const looked = useLooked()
  const ask = usePage((page) => page.catalogue.ask)
  const last = lanes.length - 1
  const shown = [...new Set([looked, looked === last ? 0 : last])].toSorted((one, other) => one - other)
  const told = shown.flatMap((position): RoomLane[] => {
    const lane = lanes[position]
    const compared = comparison.lanes[position]
    const line = lines[position]
    if (lane === undefined || compared === undefined || line === undefined) return []
    const { run } = compared
    const cursor = eventsAt(compared, moment)
    const verdictAt = run === null ? 0 : verdictEvent(run, roomStops({ run, explanation: null, beats: [] }))
    const isTold = run !== null && lane.tone !== 'unknown' && cursor >= verdictAt
    return [
      {
        name: lane.implementation.name,
        title: lane.implementation.title,
        story: <LaneWords {...line} upTo={cursor} />,
        verdict: isTold ? verdictIn(ask(run)) : null,
        sentence: run === null ? (lane.failure ?? 'This lane has not run yet.') : sentenceAt(run, cursor),
      },
    ]
  })
  return <RoomLanes lanes={told} />
}

function verdictIn(dialogue: Dialogue): RoomLane['verdict'] {
  return { words: verdictOf(dialogue), tone: dialogue.tone }
}
