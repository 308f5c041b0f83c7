import type { ReactNode } from 'react'
import { LegendButton } from '../features/legend/legend-button.tsx'
import { Question } from '../features/run/question/question.tsx'
import { CompareStage } from '../features/run/stage/compare-stage.tsx'
import { Transport } from '../features/run/transport/transport.tsx'
import { useStageView } from '../store/stage-view.ts'
import { CompareBoard } from './compare-parts.tsx'
import { RunDrawer } from './run-parts.tsx'
import { AlignmentSwitch, PlanBar, QuickBreak, TopBar } from './stage-parts.tsx'

interface ComparisonProps {
  readonly share: ReactNode
  readonly onHelp: () => void
  readonly onReal: () => void
  /** Opens every way to break the runs. */
  readonly onBreak: () => void
}

/** All implementations on a large window. */
export function Comparison({ share, onHelp, onReal, onBreak }: ComparisonProps) {
  const drawer = useStageView((view) => view.drawer)
  return (
    <CompareStage
      drawerState={drawer}
      top={<TopBar onHelp={onHelp} onReal={onReal} share={share} />}
      question={<Question />}
      chips={<PlanBar hasSetup actions={<QuickBreak onMore={onBreak} />} />}
      board={<CompareBoard />}
      transport={
        <Transport hasSentence={false}>
          <LegendButton />
          <AlignmentSwitch />
        </Transport>
      }
      drawer={<RunDrawer />}
    />
  )
}
