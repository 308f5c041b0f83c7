import { useMemo } from 'react'
import type { Run } from '#simulator'
import { customerViews } from '../customers/customer-views.ts'
import type { Card } from '../customers/card.ts'
import { SawPanel, type SeenLine } from '../features/run/column/saw-panel.tsx'
import { usePage } from '../state/page.tsx'
import { useScene } from './scene.ts'

/** What the customers of the run on screen have seen up to the cursor, and what they see next. */
export function RunSaw({ onOpen }: { readonly onOpen: () => void }) {
  const { run, cursor, onSeek } = useScene()
  const isHidden = usePage((page) => page.answers === 'hidden')
  const lines = useMemo(() => linesAt(run, cursor, isHidden), [run, cursor, isHidden])
  const [only, second] = useMemo(() => customerViews(run, run.trace.length).map(({ name }) => name), [run])
  const title = only === undefined || second !== undefined ? 'What the customers saw' : `What ${only} saw`
  return <SawPanel title={title} lines={lines} onSeek={onSeek} onOpen={onOpen} />
}

/** One customer: the last card and the next one. Several: the last one of each. */
function linesAt(run: Run, cursor: number, isHidden: boolean): readonly SeenLine[] {
  const seen = customerViews(run, cursor)
  if (seen.length > 1) return seen.flatMap(({ name, cards }) => lineOf(cards.at(-1), false, name)).slice(0, 2)
  const all = customerViews(run, run.trace.length)[0]?.cards ?? []
  const last = seen[0]?.cards.at(-1)
  const next = isHidden ? undefined : all.find(({ event }) => event > cursor)
  // At the end, what came before the last one.
  const before = next === undefined ? seen[0]?.cards.at(-2) : undefined
  return [...lineOf(before, false), ...lineOf(last, false), ...lineOf(next, true)]
}

function lineOf(card: Card | undefined, isNext: boolean, name?: string): readonly SeenLine[] {
  if (card === undefined) return []
  const words = `“${card.words}”${card.detail === null ? '' : `, ${card.detail}`}`
  return [{ event: card.event, words: name === undefined ? words : `${name}: ${words}`, isNext }]
}
