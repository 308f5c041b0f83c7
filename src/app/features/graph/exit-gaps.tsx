import { memo } from 'react'
import { GapButton } from './gap-button.tsx'
import type { ExitPlace } from './flow-elements.ts'
import type { Gap } from './gaps.ts'

interface ExitGapsProps {
  readonly gap: Gap
  /** The edges that leave the node. */
  readonly exits: readonly ExitPlace[]
  /** When each edge of the graph was first taken; those never taken are absent. */
  readonly taken: ReadonlyMap<string, number>
  /** In an overview they are there for the keyboard and screen readers only. */
  readonly hidden: boolean
}

/** The gap after a node's last operation, on each edge that leaves it; closed on those that the run does not take. */
export const ExitGaps = memo(function ExitGaps({ gap, exits, taken, hidden }: ExitGapsProps) {
  const isDecided = exits.some(({ edge }) => taken.has(edge))
  const isOpen = ({ edge }: ExitPlace) => gap.fault !== null && (!isDecided || taken.has(edge))
  const isAlone = exits.filter(isOpen).length === 1
  return exits.map((exit) => (
    <GapButton
      key={exit.edge}
      gap={gap}
      form="edge"
      left={exit.left}
      top={exit.top}
      turned={exit.turned}
      hidden={hidden}
      closed={isDecided && !taken.has(exit.edge) ? 'this run takes another branch' : null}
      // Each gap of a node has a name of its own.
      before={isAlone && isOpen(exit) ? null : exit.to}
    />
  ))
})
