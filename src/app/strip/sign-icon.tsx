import type { Axis } from './axis.ts'
import type { StripForm } from './geometry.ts'
import { MarkView } from './mark-view.tsx'
import { signs, type Sign, type SignId } from './signs.ts'
import type { StripMark } from './strip-mark.ts'

/** Events 0 to 3 of an example, in pixels. */
const axis: Axis = { x: [0, 6, 18, 30], width: 36, pad: 3, ticks: [] }
/** Two rows, without an axis of their own above them. */
const form: StripForm = { top: 0, row: 14, box: 12, y: (row) => row * 20 + 9, bottom: () => 32 }
/** Of a sign that stands in one row, and of one that reaches over two. */
const heights = { row: 18, both: 36 } as const

const overBoth: ReadonlySet<StripMark['kind']> = new Set([
  'arrow',
  'call',
  'cut',
  'struck',
  'violated',
  'divergence',
  'break',
  'again',
])

/** A sign as the strip draws it, by the very same code. @param props.size its width in pixels */
export function SignIcon({ id, size = 32 }: { readonly id: SignId; readonly size?: number }) {
  const { example }: Sign = signs[id]
  const height = overBoth.has(example.kind) ? heights.both : heights.row
  return (
    <svg
      width={size}
      height={(height / 36) * size}
      viewBox={`0 ${example.kind === 'divergence' ? 12 : 0} 36 ${height}`}
      style={{ flex: 'none' }}
      aria-hidden="true"
    >
      <MarkView mark={example} axis={axis} form={form} bottom={32} reached={3} />
    </svg>
  )
}
