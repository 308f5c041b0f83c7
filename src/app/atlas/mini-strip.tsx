import { useMemo } from 'react'
import type { Explanation } from '#explorer'
import { violationsIn, type Run } from '#simulator'
import { chainOf } from '../strip/chain.ts'
import { ChainView } from '../strip/chain-view.tsx'
import { StripDefinitions } from '../strip/definitions.tsx'
import { roomyForm } from '../strip/geometry.ts'
import { MarkView } from '../strip/mark-view.tsx'
import { rowsOf, stripMarks } from '../strip/marks.ts'
import { reachedOf } from '../strip/phase.ts'
import { Rails } from '../strip/rails.tsx'
import { beforeViolation } from '../state/place.ts'
import styles from './mini-strip.module.css'
import { windowAxis } from './window-axis.ts'

interface MiniStripProps {
  readonly run: Run
  readonly explanation: Explanation
}

/** Events beyond both ends that are still in sight. */
const more = { before: 3, after: 3 }
/** More would be too narrow to be told apart: then what follows the fault is shown, and not what is found at the end. */
const mostEvents = 24
/** In units of the picture, which are nearly pixels. */
const width = 176
const lift = 14
/** Below the last row, in units of the picture. */
const foot = 10

/** The run from a little before its fault to its first violation, as the time strip has it. */
export function MiniStrip({ run, explanation }: MiniStripProps) {
  const { axis, rows, marks, end } = useMemo(() => sceneOf(run), [run])
  const chain = useMemo(() => chainOf(run, rows, explanation), [run, rows, explanation])
  const form = useMemo(() => roomyForm(rows.length), [rows.length])
  const bottom = form.bottom(rows.length)
  const height = bottom + foot - lift
  return (
    <div className={styles['scene']} aria-hidden="true">
      <div className={styles['names']} style={{ gridAutoRows: form.row }}>
        {rows.map(({ key, title }) => (
          <span key={key}>{title}</span>
        ))}
      </div>
      <svg className={styles['strip']} viewBox={`0 ${lift} ${width} ${height}`}>
        <StripDefinitions />
        <Rails rows={rows} form={form} width={axis.width} />
        {marks.map((mark, position) => (
          // Marks of a run never change places.
          <MarkView
            key={position}
            mark={mark}
            axis={axis}
            form={form}
            bottom={bottom}
            reached={reachedOf(mark, end)}
          />
        ))}
        {chain !== null && (
          <ChainView
            chain={chain}
            axis={axis}
            form={form}
            bottom={bottom}
            cursor={run.trace.length}
            look="plain"
          />
        )}
      </svg>
    </div>
  )
}

function sceneOf(run: Run) {
  const rows = rowsOf(run)
  const violations = violationsIn(run).map(({ event }) => event)
  const violation = violations.length === 0 ? run.trace.length : Math.min(...violations)
  const strikes = run.faults.flatMap((outcome) => (outcome.fired ? [outcome.event] : []))
  const start = Math.max(0, Math.min(beforeViolation(run), ...strikes) - more.before)
  const end = Math.min(run.trace.length, violation + more.after, start + mostEvents)
  return { axis: windowAxis(run, start, end, width), rows, marks: stripMarks(run, rows), end }
}
