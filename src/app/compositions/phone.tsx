import { lazy, Suspense, type ReactNode } from 'react'
import { PlanBar } from '../features/run/chips/plan-bar.tsx'
import { PhoneFrame } from '../features/run/frame/phone-frame.tsx'
import { LaneChoice } from '../features/run/lanes/lane-choice.tsx'
import { Question } from '../features/run/question/question.tsx'
import { PhoneBar } from '../features/run/top-bar/phone-bar.tsx'
import { PhoneScrubber, PhoneTransport } from '../features/run/transport/phone-transport.tsx'
import { usePage } from '../state/page.tsx'
import { Argument, RunGraph, RunTimeline } from './run-parts.tsx'

const PhoneLanes = lazy(async () => ({
  default: (await import('../features/compare/phone-lanes.tsx')).PhoneLanes,
}))

interface PhoneProps {
  readonly share: ReactNode
  readonly onMenu: () => void
  readonly onBreak: () => void
  readonly onDetails: () => void
}

/** One column: the steps as a list. */
export function Phone({ share, onMenu, onBreak, onDetails }: PhoneProps) {
  const isComparison = usePage((page) => page.view === 'compare')
  return (
    <PhoneFrame
      top={<PhoneBar lanes={<LaneChoice />} share={share} onMenu={onMenu} />}
      question={<Question />}
      verdict={isComparison ? null : <Argument />}
      plan={<PlanBar />}
      graph={<Suspense>{isComparison ? <PhoneLanes /> : <RunGraph compact />}</Suspense>}
      timeline={isComparison ? null : <RunTimeline axis="events" />}
      scrubber={<PhoneScrubber />}
      bar={<PhoneTransport onBreak={onBreak} onTables={onDetails} />}
    />
  )
}
