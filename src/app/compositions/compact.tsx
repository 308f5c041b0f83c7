import { Maximize2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { Question } from '../features/run/question/question.tsx'
import { CompactStage } from '../features/run/stage/compact-stage.tsx'
import { Stage } from '../features/run/stage/stage.tsx'
import { CompactSheets, CompactTransport } from '../features/run/transport/compact-transport.tsx'
import { LeaveFull } from '../features/run/transport/leave-full.tsx'
import { Transport } from '../features/run/transport/transport.tsx'
import { IconButton } from '../parts/icon-button.tsx'
import { showGraphFull, useStageView } from '../store/stage-view.ts'
import type { OpeningSlots } from './opening.tsx'
import { RunGraph, RunSubtitle } from './run-parts.tsx'
import { Argument, LaneChoice, PhoneBar, PlanBar } from './stage-parts.tsx'

interface CompactProps {
  readonly share: ReactNode
  readonly onMenu: () => void
  readonly onBreak: () => void
  readonly onDetails: () => void
  /** What the opening has in their places; null when it is over. */
  readonly opening: OpeningSlots | null
}

/** One run in a window that is too low or too narrow for the stage; the graph takes the whole window on request. */
export function Compact({ share, onMenu, onBreak, onDetails, opening }: CompactProps) {
  const isFull = useStageView((view) => view.isGraphFull)
  if (isFull) return <FullGraph />
  return (
    <CompactStage
      top={opening?.top ?? <PhoneBar lanes={<LaneChoice />} share={share} onMenu={onMenu} />}
      chips={
        opening?.chips ?? (
          <PlanBar
            actions={
              <IconButton
                label="Graph"
                title="The graph in the whole window  G"
                aria-keyshortcuts="G"
                onClick={() => showGraphFull(true)}
              >
                <Maximize2 size={15} aria-hidden="true" />
              </IconButton>
            }
          />
        )
      }
      steps={<RunGraph compact brief={opening !== null} />}
      question={
        <>
          {opening?.lead}
          <Question />
        </>
      }
      argument={opening?.bet ?? <Argument isCompact />}
      transport={
        <CompactTransport>
          {opening === null && <CompactSheets onBreak={onBreak} onTables={onDetails} />}
        </CompactTransport>
      }
    />
  )
}

/** The graph with the subtitle and the transport. */
function FullGraph() {
  return (
    <Stage
      isFull
      drawerState="closed"
      isScrubbed={false}
      top={null}
      question={null}
      chips={null}
      toolbar={null}
      graph={<RunGraph />}
      subtitle={<RunSubtitle />}
      strip={null}
      transport={
        <Transport hasSentence={false}>
          <LeaveFull />
        </Transport>
      }
      drawer={null}
      aside={null}
    />
  )
}
