import { Revealed } from '../features/opening/revealed.tsx'
import { PendingAnswer } from '../features/pending/pending-answer.tsx'
import { ReceiptsLine } from '../features/run/column/receipts-line.tsx'
import { ReceiptsPanel } from '../features/run/column/receipts-panel.tsx'
import { VerdictPanel } from '../features/run/column/verdict-panel.tsx'
import { usePage } from '../state/page.tsx'
import { askInConsole, openTab } from '../store/stage-view.ts'
import { useOpening } from '../store/use-opening.ts'
import { RunSaw } from './run-saw.tsx'

/**
 * The answer, why, what is left, and what the customers saw.
 * @param props.isCompact Receipts in one line, before the reasons.
 */
export function Argument({ isCompact = false }: { readonly isCompact?: boolean }) {
  const isPending = usePage((page) => page.before !== null)
  const isRevealed = useOpening()?.phase === 'revealed'
  const head = isPending ? <PendingAnswer /> : isRevealed ? <Revealed /> : null
  return (
    <VerdictPanel
      head={head}
      receipts={isCompact ? <ReceiptsLine /> : <ReceiptsPanel />}
      hasReceiptsFirst={isCompact}
      saw={<RunSaw onOpen={() => openTab('customers')} />}
      onAsk={askInConsole}
    />
  )
}
