import { useMemo, useState } from 'react'
import type { ProgramFacts } from '#program'
import type { Fault, Run } from '#simulator'
import { BreakMenu } from '../../parts/break-menu.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import type { CanvasProps } from './canvas.tsx'
import { GapActionsContext, type GapActions } from './gap-actions.ts'
import type { Gap } from './gaps.ts'
import { NodeList } from './node-list.tsx'
import { graphStory } from './story.ts'
import { cutAhead } from './strikes.ts'
import styles from './graph.module.css'

/**
 * React Flow and all that is drawn on it: phones, and pages without a graph, do not load it. If it fails, its steps and
 * gaps are still there, as a list.
 */
const Canvas = lazyPart<CanvasProps>({
  name: 'The drawing of the graph',
  load: async () => (await import('./canvas.tsx')).Canvas,
  around: (sentence, { graph, listed, cursor, onSelect, insetTop }) => (
    <div className={styles['instead']} style={{ paddingBlockStart: insetTop }}>
      {sentence}
      <NodeList graph={graph} story={listed} cursor={cursor} onSelect={onSelect} isBrief={false} />
    </div>
  ),
})

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
  /** The list has the steps alone. */
  readonly brief?: boolean
  /** While it plays the graph is at reading size and follows. */
  readonly playing?: boolean
  /** The fault that a button elsewhere would place: a ring shows where. */
  readonly aimed?: Fault | null
  /** Faults that are placed and whose run has not come yet. */
  readonly waiting?: readonly Fault[]
  /** The whole run before, while the one on screen is awaited: gaps and waiting faults are placed by it. */
  readonly before?: Run | null
  /** Pixels that a toolbar covers at the top of the canvas. */
  readonly insetTop?: number
  /** In somebody else's page: the wheel is that page's. */
  readonly embedded?: boolean
  /** Shown whole, with the nodes of its faults at reading size, and kept so while it plays. */
  readonly whole?: boolean
  /** Whether the graph has the window for itself; there is a button for it where `onFull` is given. */
  readonly isFull?: boolean
  readonly onFull?: (isFull: boolean) => void
}

const none: readonly Fault[] = []

/** The workflow as its source has it, with what this run did in it up to the cursor, and gaps to crash in. */
export function WorkflowGraph(props: WorkflowGraphProps) {
  const { run, program, cursor, onBreak, onSelect, compact = false, brief = false } = props
  const { waiting: faults = none, before = null } = props
  const story = useMemo(() => graphStory(run, program.graph, before), [run, program, before])
  const waiting = useMemo(() => {
    const { run: placed, history } = story.expected
    return faults.flatMap((fault) => cutAhead(fault, placed, program.graph, history) ?? [])
  }, [faults, story, program])
  const listed = useMemo(
    // Whatever the cursor says, they have not happened.
    () => ({ ...story, cuts: [...story.cuts, ...waiting.map((cut) => ({ ...cut, event: Infinity }))] }),
    [story, waiting],
  )
  const [menu, setMenu] = useState<{ readonly gap: Gap; readonly anchor: HTMLElement } | null>(null)
  const actions = useMemo(
    (): GapActions => ({ onBreak, onMenu: (gap, anchor) => setMenu({ gap, anchor }) }),
    [onBreak],
  )
  return (
    <section className={styles['graph']} aria-label="Workflow graph">
      <GapActionsContext value={actions}>
        {compact ? (
          <NodeList
            graph={program.graph}
            story={listed}
            cursor={cursor}
            onSelect={onSelect}
            isBrief={brief}
          />
        ) : (
          <Canvas
            graph={program.graph}
            story={story}
            listed={listed}
            run={run}
            cursor={cursor}
            onSelect={onSelect}
            playing={props.playing ?? false}
            aimed={props.aimed ?? null}
            waiting={waiting}
            insetTop={props.insetTop ?? 0}
            embedded={props.embedded ?? false}
            whole={props.whole ?? false}
            isFull={props.isFull ?? false}
            onFull={props.onFull ?? null}
          />
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
