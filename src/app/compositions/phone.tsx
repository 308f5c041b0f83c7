import type { ReactNode } from 'react'
import { PhoneFrame } from '../features/run/frame/phone-frame.tsx'
import { Question } from '../features/run/question/question.tsx'
import { PhoneScrubber, PhoneTransport } from '../features/run/transport/phone-transport.tsx'
import { usePage } from '../state/page.tsx'
import { PhoneLanes } from './compare-parts.tsx'
import type { OpeningSlots } from './opening.tsx'
import { RunGraph, RunTimeline } from './run-parts.tsx'
import { Argument, LaneChoice, PhoneBar, PlanBar } from './stage-parts.tsx'

interface PhoneProps {
  readonly share: ReactNode
  readonly onMenu: () => void
  readonly onBreak: () => void
  readonly onDetails: () => void
  /** What the opening has in their places; null when it is over. */
  readonly opening: OpeningSlots | null
}

/** One column: the steps as a list. */
export function Phone({ share, onMenu, onBreak, onDetails, opening }: PhoneProps) {
  const isComparison = usePage((page) => page.view === 'compare')
  return (
    <PhoneFrame
      top={opening?.top ?? <PhoneBar lanes={<LaneChoice />} share={share} onMenu={onMenu} />}
      question={
        <>
          {opening?.lead}
          <Question />
        </>
      }
      verdict={isComparison || opening !== null ? null : <Argument isCompact />}
      plan={opening?.chips ?? <PlanBar />}
      graph={isComparison ? <PhoneLanes /> : <RunGraph compact brief={opening !== null} />}
      timeline={isComparison || opening !== null ? null : <RunTimeline axis="events" />}
      scrubber={opening === null ? <PhoneScrubber /> : null}
      bar={opening?.bet ?? <PhoneTransport onBreak={onBreak} onTables={onDetails} />}
    />
  )
}
