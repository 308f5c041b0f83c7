import type { CSSProperties } from 'react'

/** The drawer's height while it is dragged; otherwise the style sheet has it. */
export function drawerStyle(draggedPx: number | null): CSSProperties | undefined {
  return draggedPx === null ? undefined : ({ '--drawer': `${draggedPx}px` } as CSSProperties)
}
