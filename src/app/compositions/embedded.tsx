import { lazy, Suspense } from 'react'
import { EmbedFrame } from '../features/run/frame/embed-frame.tsx'
import { Answer } from '../features/run/question/answer.tsx'
import { Question } from '../features/run/question/question.tsx'
import { OutLink } from '../features/run/transport/out-link.tsx'
import { Transport } from '../features/run/transport/transport.tsx'
import { useNarrow } from '../parts/use-narrow.ts'
import { usePage } from '../state/page.tsx'
import { RunGraph, RunTimeline } from './run-parts.tsx'

const CompareBoard = lazy(async () => ({
  default: (await import('../features/compare/compare-board.tsx')).CompareBoard,
}))
const PhoneLanes = lazy(async () => ({
  default: (await import('../features/compare/phone-lanes.tsx')).PhoneLanes,
}))

/** The run in the page of somebody else. */
export function Embedded() {
  const isComparison = usePage((page) => page.view === 'compare')
  // One graph has no second column beside it.
  const isNarrow = useNarrow(isComparison ? 'tablet' : 'phone')
  return (
    <EmbedFrame
      question={<Question />}
      answer={isComparison ? null : <Answer />}
      graph={
        <Suspense>
          {!isComparison ? <RunGraph compact={isNarrow} /> : isNarrow ? <PhoneLanes /> : <CompareBoard />}
        </Suspense>
      }
      transport={
        <Transport>
          <OutLink />
        </Transport>
      }
      timeline={isComparison ? null : <RunTimeline axis="events" />}
    />
  )
}
