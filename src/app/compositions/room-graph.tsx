import { useMemo } from 'react'
import type { Graph } from '#program'
import type { Run } from '#simulator'
import { openedNodes } from '../features/graph/opened.ts'
import { overviewOf } from '../features/graph/overview.ts'
import { graphStory } from '../features/graph/story.ts'
import { useMeasure } from '../features/graph/use-measure.ts'
import { WorkflowGraph } from '../features/graph/workflow-graph.tsx'
import { beginningOf } from '../model/beginning.ts'
import { formQueries } from '../model/stage-form.ts'
import { useMedia } from '../parts/use-media.ts'
import { AllPrograms } from './all-programs.tsx'
import { useScene } from './scene.ts'
import styles from './room-graph.module.css'

/**
 * The graph as a picture: it cannot be operated, so that nothing changes on a stage by accident. It knows no more of
 * the run than has happened, and its faults, which the question names.
 */
export function RoomGraph() {
  const { run, cursor, program } = useScene()
  const [ref, size] = useMeasure()
  // The list of steps takes the graph's place, as on the page.
  const isList = useMedia(formQueries.phone)
  const graph = program?.graph
  const scale = useMemo(
    () => (size === null || graph === undefined || isList ? 1 : scaleOf(run, graph, size)),
    [run, graph, size, isList],
  )
  if (program === undefined) return <AllPrograms />
  return (
    <div ref={ref} className={styles['frame']} inert={!isList}>
      {size !== null && (
        // A graph of another scale is another one: it measures itself once.
        <div key={scale} className={styles['scaled']} style={{ zoom: scale }}>
          <WorkflowGraph
            run={told(run, cursor)}
            program={program}
            cursor={cursor}
            onBreak={doNothing}
            onSelect={doNothing}
            compact={isList}
            whole
          />
        </div>
      )}
    </div>
  )
}

function doNothing(): void {}

/** P6 of the page's store: the run as far as it may be seen from a cursor. */
function told(run: Run, cursor: number): Run {
  if (cursor >= run.trace.length) return run
  const strikes = run.faults.flatMap((outcome) => (outcome.fired ? [outcome.event] : []))
  return beginningOf(run, Math.max(cursor, ...strikes))
}

/** Larger type first. The smallest overview is drawn in the page's own size, which is made to fit. */
const scales = [2, 1.8, 1.6, 1.45, 1.3, 1.15] as const

/** The largest scale at which all of the graph is in view, with as many rows as its open nodes come to. */
function scaleOf(run: Run, graph: Graph, { width, height }: Size): number {
  const story = graphStory(run, graph)
  const opened = openedNodes(story, story.cuts)
  const fits = (scale: number) => {
    const canvas = { width: width / scale, height: height / scale, insetTop: 0 }
    const overview = overviewOf(graph, opened, canvas)
    return overview.width <= canvas.width && overview.height <= canvas.height
  }
  return scales.find(fits) ?? 1
}

interface Size {
  readonly width: number
  readonly height: number
}
