import { EmbedFrame } from '../features/run/frame/embed-frame.tsx'
import { TinyFrame } from '../features/run/frame/tiny-frame.tsx'
import { Answer } from '../features/run/question/answer.tsx'
import { Question } from '../features/run/question/question.tsx'
import { OutLink } from '../features/run/transport/out-link.tsx'
import { Transport } from '../features/run/transport/transport.tsx'
import { formQueries } from '../model/stage-form.ts'
import { useMedia } from '../parts/use-media.ts'
import { useNarrow } from '../parts/use-narrow.ts'
import { usePage } from '../state/page.tsx'
import { CompareBoard, PhoneLanes } from './compare-parts.tsx'
import { RunGraph, RunTimeline } from './run-parts.tsx'

/** The run, embedded in another page. */
export function Embedded() {
  const isComparison = usePage((page) => page.view === 'compare')
  // One graph has no second column beside it.
  const isNarrow = useNarrow(isComparison ? 'tablet' : 'phone')
  const isTiny = useMedia(formQueries.tiny)
  if (isTiny && !isComparison)
    return (
      <TinyFrame
        question={<Question />}
        answer={<Answer />}
        timeline={<RunTimeline axis="events" />}
        link={<OutLink words="Open" />}
      />
    )
  return (
    <EmbedFrame
      question={<Question />}
      answer={isComparison ? null : <Answer />}
      graph={!isComparison ? <RunGraph compact={isNarrow} /> : isNarrow ? <PhoneLanes /> : <CompareBoard />}
      transport={
        <Transport>
          <OutLink />
        </Transport>
      }
      timeline={isComparison ? null : <RunTimeline axis="events" />}
    />
  )
}
