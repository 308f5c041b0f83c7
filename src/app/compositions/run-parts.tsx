import { WorkflowGraph } from '../features/graph/workflow-graph.tsx'
import { Drawer } from '../features/run/drawer/drawer.tsx'
import { Subtitle } from '../features/run/subtitle/subtitle.tsx'
import type { Axis } from '../features/run/transport/axis-switch.tsx'
import { EventSlider } from '../features/run/transport/event-slider.tsx'
import { contextAt } from '../model/event-context.ts'
import { implementationOf } from '../state/catalogue.ts'
import { usePage, useRun } from '../state/page.tsx'
import { isAtViolation, useExplanation } from '../state/use-explanation.ts'
import { usePlayhead } from '../state/use-playhead.ts'
import { useIntroducedTerm } from '../store/introduced-terms.ts'
import { showGraphFull, useStageView } from '../store/stage-view.ts'
import { Timeline } from '../features/timeline/timeline.tsx'
import { AllPrograms } from './all-programs.tsx'
import { TermLine } from '../parts/term-line.tsx'
import { useScene, useWaiting } from './scene.ts'
import { OpenDrawer } from './stage-parts.tsx'

interface RunGraphProps {
  /** Shown whole, with the nodes of its faults at reading size. */
  readonly whole?: boolean
  /** As a list of steps. */
  readonly compact?: boolean
  /** The list has the steps alone. */
  readonly brief?: boolean
  /** Pixels at the top of the canvas that a toolbar covers. */
  readonly insetTop?: number
}

export function RunGraph({ compact = false, brief = false, insetTop = 0, whole = false }: RunGraphProps) {
  const { run, cursor, program, onSeek, onBreak } = useScene()
  const playing = usePage((page) => page.playing)
  const embedded = usePage((page) => page.embed)
  const aimed = useStageView((view) => view.aimed)
  const before = usePage((page) => page.before)
  const waiting = useWaiting()
  const isFull = useStageView((view) => view.isGraphFull)
  if (program === undefined)
    return (
      <div style={{ paddingBlockStart: insetTop }}>
        <AllPrograms />
      </div>
    )
  return (
    <WorkflowGraph
      run={run}
      program={program}
      cursor={cursor}
      onBreak={onBreak}
      onSelect={onSeek}
      compact={compact}
      brief={brief}
      playing={playing}
      embedded={embedded}
      aimed={aimed}
      waiting={waiting}
      before={before?.run.input.implementation === run.input.implementation ? before.run : null}
      insetTop={insetTop}
      whole={whole}
      isFull={isFull}
      {...(embedded ? {} : { onFull: showGraphFull })}
    />
  )
}

/** The strip of the run on screen, with its explanation. */
export function RunTimeline({ axis }: { readonly axis: Axis }) {
  const { run, cursor, onSeek, onBreak } = useScene()
  const explanation = useExplanation()
  const pointed = usePage((page) => page.pointed)
  const isFound = explanation !== null && isAtViolation(run, cursor, explanation)
  return (
    <Timeline
      run={run}
      cursor={cursor}
      onSeek={onSeek}
      onBreak={onBreak}
      axis={axis}
      explanation={explanation}
      strong={isFound || pointed !== null}
      pointed={typeof pointed === 'number' ? pointed : null}
    />
  )
}

/** The same run on one line of 28 px, in a low window: the events that Why names are its stops. */
export function RunScrubLine() {
  const explanation = useExplanation()
  const stops = explanation?.links.flatMap(({ event }) => event ?? []) ?? []
  return <EventSlider form="line" stops={stops} />
}

/** What happens at the cursor, in reading size. */
export function RunSubtitle() {
  const { at, words } = usePlayhead()
  const run = useRun()
  const isPlaying = usePage((page) => page.playing)
  const term = useIntroducedTerm(run, at, isPlaying)
  return (
    <Subtitle
      words={words}
      number={String(at)}
      context={term === null ? contextAt(run, at) : <TermLine term={term} />}
    />
  )
}

/** The proof behind the picture, below the stage. */
export function RunDrawer() {
  const drawer = useStageView((view) => view.drawer)
  const { run, cursor } = useScene()
  const lane = usePage((page) =>
    page.view === 'compare'
      ? (implementationOf(page.catalogue, run.input.implementation)?.title ?? null)
      : null,
  )
  return (
    <Drawer run={run} cursor={cursor} lane={lane}>
      {drawer === 'closed' ? null : <OpenDrawer state={drawer} />}
    </Drawer>
  )
}
