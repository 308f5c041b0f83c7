import { useState, type ReactNode } from 'react'
import { LegendButton } from '../features/legend/legend-button.tsx'
import { Question } from '../features/run/question/question.tsx'
import { Stage } from '../features/run/stage/stage.tsx'
import { useIsLow } from '../features/run/stage/use-stage-form.ts'
import { AxisSwitch, type Axis } from '../features/run/transport/axis-switch.tsx'
import { LeaveFull } from '../features/run/transport/leave-full.tsx'
import { Transport } from '../features/run/transport/transport.tsx'
import { useStageView } from '../store/stage-view.ts'
import type { OpeningSlots } from './opening.tsx'
import { RunDrawer, RunGraph, RunScrubLine, RunSubtitle, RunTimeline } from './run-parts.tsx'
import { Argument, LaneTabs, PlanBar, Toolbar, TopBar } from './stage-parts.tsx'

interface WideProps {
  readonly share: ReactNode
  readonly onHelp: () => void
  readonly onReal: () => void
  /** What the opening has in their places; null when it is over. */
  readonly opening: OpeningSlots | null
}

/** The toolbar's two rows over the graph, which keeps out of them. */
const toolbarPx = 76

/** One run on a large window. */
export function Wide({ share, onHelp, onReal, opening }: WideProps) {
  const [axis, setAxis] = useState<Axis>('events')
  const drawer = useStageView((view) => view.drawer)
  const isFull = useStageView((view) => view.isGraphFull)
  const isLow = useIsLow()
  const isScrubbed = isLow || drawer !== 'closed'
  return (
    <Stage
      drawerState={drawer}
      isScrubbed={isScrubbed}
      isFull={isFull}
      top={opening?.top ?? <TopBar lanes={<LaneTabs />} onHelp={onHelp} onReal={onReal} share={share} />}
      question={
        <>
          {opening?.lead}
          <Question />
        </>
      }
      chips={opening?.chips ?? <PlanBar hasSetup />}
      toolbar={opening === null ? <Toolbar /> : null}
      graph={<RunGraph insetTop={opening === null ? toolbarPx : 0} whole={opening !== null} />}
      subtitle={<RunSubtitle />}
      strip={
        isScrubbed ? (
          <RunScrubLine />
        ) : (
          <>
            <RunTimeline axis={axis} />
            {opening?.overStrip}
          </>
        )
      }
      transport={
        <Transport hasSlider={!isScrubbed || isFull} hasSentence={false}>
          <LegendButton />
          {isFull ? <LeaveFull /> : opening === null && <AxisSwitch axis={axis} onChoose={setAxis} />}
        </Transport>
      }
      drawer={<RunDrawer />}
      {...(opening === null ? {} : { asideLabel: 'The bet' })}
      aside={opening?.bet ?? <Argument />}
    />
  )
}
