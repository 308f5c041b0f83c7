import { useMemo, useState } from 'react'
import type { ProgramFacts } from '#program'
import type { Fault, Run } from '#simulator'
import { BreakMenu } from '../parts/break-menu.tsx'
import { Canvas } from './canvas.tsx'
import { GapActionsContext, type GapActions } from './gap-actions.ts'
import type { Gap } from './gaps.ts'
import { NodeList } from './node-list.tsx'
import { graphStory } from './story.ts'
import styles from './graph.module.css'

export interface WorkflowGraphProps {
  readonly run: Run
  readonly program: ProgramFacts
  /** How many events have happened. */
  readonly cursor: number
  readonly onBreak: (fault: Fault) => void
  /** A node was chosen: its latest event up to the cursor. */
  readonly onSelect: (eventIndex: number) => void
  /** As a list: for phones. */
  readonly compact?: boolean
}

/** The workflow as its source has it, with what this run did in it up to the cursor, and gaps to crash in. */
export function WorkflowGraph({
  run,
  program,
  cursor,
  onBreak,
  onSelect,
  compact = false,
}: WorkflowGraphProps) {
  const story = useMemo(() => graphStory(run, program.graph), [run, program])
  const [menu, setMenu] = useState<{ readonly gap: Gap; readonly anchor: HTMLElement } | null>(null)
  const actions = useMemo(
    (): GapActions => ({ onBreak, onMenu: (gap, anchor) => setMenu({ gap, anchor }) }),
    [onBreak],
  )
  return (
    <section className={styles['graph']} aria-label="Workflow graph">
      <GapActionsContext value={actions}>
        {compact ? (
          <NodeList graph={program.graph} story={story} cursor={cursor} onSelect={onSelect} />
        ) : (
          <Canvas graph={program.graph} story={story} run={run} cursor={cursor} onSelect={onSelect} />
        )}
      </GapActionsContext>
      <BreakMenu
        anchor={menu?.anchor ?? null}
        title={menu?.gap.name.replace(/^Crash here, a/, 'A') ?? ''}
        offers={menu?.gap.offers() ?? []}
        onBreak={onBreak}
        onClose={() => setMenu(null)}
      />
    </section>
  )
}
