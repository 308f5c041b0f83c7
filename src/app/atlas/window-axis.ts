import type { Run } from '#simulator'
import type { Axis } from '../strip/axis.ts'
import { timeBreaks } from '../strip/time-breaks.ts'

const margin = 8

/** Where each event stands when only those of a window are in sight; the others lie beyond its edges. */
export function windowAxis(run: Run, from: number, to: number, width: number): Axis {
  const pitch = (width - 2 * margin) / Math.max(1, to - from)
  const x = Array.from({ length: run.trace.length + 1 }, (_, event) => margin + (event - from) * pitch)
  const breaks = timeBreaks(run)
    .filter(({ after }) => after >= from && after < to)
    .map(({ after, label, ms }) => ({ x: (x[after] ?? 0) + pitch / 2, label, ms }))
  return { x, width, pad: Math.min(5, pitch / 2 - 0.5), breaks, ticks: [] }
}
