import type { Run } from '#simulator'
import type { Axis } from '../strip/axis.ts'

const margin = 8

/** Where each event stands when only those of a window are in sight; the others lie beyond its edges. */
export function windowAxis(run: Run, from: number, to: number, width: number): Axis {
  const pitch = (width - 2 * margin) / Math.max(1, to - from)
  const x = Array.from({ length: run.trace.length + 1 }, (_, event) => margin + (event - from) * pitch)
  return { x, width, pad: Math.min(5, pitch / 2 - 0.5), ticks: [] }
}
