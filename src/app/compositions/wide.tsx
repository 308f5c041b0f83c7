import { useState, type ReactNode } from 'react'
import { LegendButton } from '../features/legend/legend-button.tsx'
import { PlanBar } from '../features/run/chips/plan-bar.tsx'
import { LaneTabs } from '../features/run/lanes/lane-tabs.tsx'
import { Question } from '../features/run/question/question.tsx'
import { Stage } from '../features/run/stage/stage.tsx'
import { useIsLow } from '../features/run/stage/use-stage-form.ts'
import { Toolbar } from '../features/run/toolbar/toolbar.tsx'
import { TopBar } from '../features/run/top-bar/top-bar.tsx'
import { AxisSwitch, type Axis } from '../features/run/transport/axis-switch.tsx'
import { Transport } from '../features/run/transport/transport.tsx'
import { useStageView } from '../store/stage-view.ts'
import { Argument, RunDrawer, RunGraph, RunScrubLine, RunSubtitle, RunTimeline } from './run-parts.tsx'

interface WideProps {
  readonly share: ReactNode
  readonly onHelp: () => void
  readonly onReal: () => void
  /** In the opening: a line above the question. */
  readonly lead?: ReactNode
  /** In the opening: what stands in the top bar's place. */
  readonly top?: ReactNode
  /** In the opening: what stands in the right column. */
  readonly aside?: ReactNode
}

/** The toolbar's two rows over the graph, which keeps out of them. */
const toolbarPx = 76

/** One run on a large window. */
export function Wide({ share, onHelp, onReal, lead = null, top, aside }: WideProps) {
  const [axis, setAxis] = useState<Axis>('events')
  const drawer = useStageView((view) => view.drawer)
  const isLow = useIsLow()
  const isScrubbed = isLow || drawer !== 'closed'
  return (
    <Stage
      drawerState={drawer}
      isScrubbed={isScrubbed}
      top={top ?? <TopBar lanes={<LaneTabs />} onHelp={onHelp} onReal={onReal} share={share} />}
      question={
        <>
          {lead}
          <Question />
        </>
      }
      chips={<PlanBar hasSetup />}
      toolbar={<Toolbar />}
      graph={<RunGraph insetTop={toolbarPx} />}
      subtitle={<RunSubtitle />}
      strip={isScrubbed ? <RunScrubLine /> : <RunTimeline axis={axis} />}
      transport={
        <Transport hasSlider={!isScrubbed} hasSentence={false}>
          <LegendButton />
          <AxisSwitch axis={axis} onChoose={setAxis} />
        </Transport>
      }
      drawer={<RunDrawer />}
      aside={aside ?? <Argument />}
    />
  )
}
