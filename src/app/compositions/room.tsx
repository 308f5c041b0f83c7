import { useCallback, useMemo, useState } from 'react'
import { Blank, LargeCode } from '../features/room/cover.tsx'
import { RoomAnnouncer } from '../features/room/announcer.tsx'
import { QrCode } from '../features/room/qr-code.tsx'
import { RoomControls } from '../features/room/room-controls.tsx'
import { RoomFrame } from '../features/room/room-frame.tsx'
import { openNotesWindow, roomId } from '../features/room/room-id.ts'
import { RoomSubtitle } from '../features/room/room-subtitle.tsx'
import { StopRail } from '../features/room/stop-rail.tsx'
import { useFullScreenEnd } from '../features/room/use-full-screen-end.ts'
import { useLoop } from '../features/room/use-loop.ts'
import { hasChannels, useNotesChannel } from '../features/room/use-notes-channel.ts'
import { useRoomKeys } from '../features/room/use-room-keys.ts'
import { useShow, type Show } from '../features/room/use-show.ts'
import { Question } from '../features/run/question/question.tsx'
import type { RoomState } from '../model/room/messages.ts'
import type { RoomAction } from '../model/room/room-keys.ts'
import { stopAfterStep } from '../model/room/way.ts'
import { linkHere } from '../state/address.ts'
import { sentenceAt } from '../state/announcement.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import { fullScreen } from '../store/full-screen.ts'
import { leaveRoom } from '../store/room.ts'
import { RoomComparison } from './room-comparison.tsx'
import { RoomGraph } from './room-graph.tsx'
import { RoomAnswerColumn } from './room-answer.tsx'

/** What lies over the picture. */
type Cover = 'blank' | 'code' | null

/** The run, or one or two lanes of a comparison, for a room: a stop at a time. */
export function Room() {
  const store = usePageStore()
  const show = useShow()
  const { run, stops, at, isLast, isEarned, isHidden, answer, term } = show
  const cursor = usePage((page) => page.cursor)
  const isComparison = usePage((page) => page.view === 'compare')
  const [cover, setCover] = useState<Cover>(null)
  const [isLooping, setIsLooping] = useState(false)
  const [startedAtMs, setStartedAtMs] = useState(now)
  const [notice, setNotice] = useState('')
  const [room] = useState(roomId)
  useFullScreenEnd(leaveRoom)
  const sentence = sentenceAt(run, cursor)

  const go = useCallback(
    (position: number) => {
      const stop = stops[position]
      // In a comparison other lanes may end later.
      if (stop !== undefined) store.getState().seek(stop.kind === 'end' ? Infinity : stop.event)
    },
    [store, stops],
  )
  const step = (direction: 1 | -1) => {
    const to = stopAfterStep(stops, cursor, direction)
    if (to !== null) go(to)
    // At the last stop there is nothing else to ask for.
    else if (direction === 1 && isHidden) store.getState().reveal()
  }
  const act = (action: RoomAction) => {
    setNotice('')
    // Any key brings the picture back first.
    if (cover !== null) return setCover(null)
    switch (action) {
      case 'next':
        return step(1)
      case 'previous':
        return step(-1)
      case 'first':
        return go(0)
      case 'last':
        return go(stops.length - 1)
      case 'restart':
        setStartedAtMs(now())
        return go(0)
      case 'blank':
      case 'code':
        return setCover(action)
      case 'loop':
        return setIsLooping((isOn) => !isOn)
      case 'notes':
        return openNotesWindow(room) ? fullScreen.expectEnd() : setNotice(blocked)
      case 'full-screen':
        return fullScreen.toggle()
      case 'leave':
        return leaveRoom()
    }
  }
  useRoomKeys(act)
  useLoop({ isOn: isLooping && cover === null, words: sentence, isLast, at: cursor }, () =>
    isLast ? go(0) : step(1),
  )
  useNotesChannel(room, useToldState(show, { isBlank: cover === 'blank', isLooping, startedAtMs }), act)
  const link = usePage((page) => linkTo(page))
  const place = `Stop ${at + 1} of ${stops.length}`
  const isAnswered = isEarned && !isHidden
  return (
    <>
      <RoomFrame
        isCovered={cover !== null}
        question={<Question />}
        picture={isComparison ? <RoomComparison /> : <RoomGraph />}
        aside={isComparison ? null : <RoomAnswerColumn show={show} />}
        subtitle={<RoomSubtitle sentence={isComparison ? null : sentence} term={term} />}
        rail={<StopRail stops={stops} at={at} onGo={go} />}
        controls={
          <RoomControls
            place={place}
            isFirst={at <= 0}
            isLast={isLast && !isHidden}
            isLooping={isLooping}
            hasNotes={hasChannels}
            hasFullScreen={document.fullscreenEnabled}
            onAct={act}
          />
        }
        code={<QrCode link={link} />}
      />
      {cover === 'blank' && <Blank onClose={() => setCover(null)} />}
      {cover === 'code' && <LargeCode link={link} onClose={() => setCover(null)} />}
      <RoomAnnouncer
        words={
          notice === ''
            ? `${place}: ${sentence}.${isAnswered && answer !== null ? ` ${answer.answer}` : ''}`
            : notice
        }
      />
    </>
  )
}

const now = () => Date.now()

const blocked = 'The browser blocked the notes window. Allow pop-ups for this page and press N again.'

/** The audience begins where the speaker began: at the question. */
function linkTo(page: Parameters<typeof linkHere>[0]): string {
  const ask = page.answers === 'hidden'
  const start = { ...page, cursor: 0, beyond: Number.NEGATIVE_INFINITY }
  return `${location.origin}${location.pathname}#${linkHere(start, { ask })}`
}

/** What the notes window is told: the same object while nothing of it changes, so that each change is sent once. */
function useToldState(
  { notes, at, answer, isEarned, isHidden }: Show,
  { isBlank, isLooping, startedAtMs }: Pick<RoomState, 'isBlank' | 'isLooping' | 'startedAtMs'>,
): RoomState {
  const question = usePage(({ catalogue, run }) => (run === null ? '' : catalogue.ask(run).question))
  return useMemo(
    () => ({
      kind: 'state',
      question,
      answer: answer?.answer ?? null,
      isAnswerShown: isEarned && !isHidden,
      notes: [...notes].map((note) => ({ ...note, because: [...note.because], terms: [...note.terms] })),
      at,
      startedAtMs,
      isBlank,
      isLooping,
    }),
    [question, answer, isEarned, isHidden, notes, at, startedAtMs, isBlank, isLooping],
  )
}
