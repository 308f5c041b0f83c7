import { seekMoment } from '../state/commands.ts'
import { usePageStore } from '../state/page.tsx'
import type { Wrong } from './later.ts'
import styles from './wrong-button.module.css'

interface WrongButtonProps {
  readonly wrong: Wrong
  readonly tone: 'stuck' | 'violated'
  /** Whether moments are counted from a fault. */
  readonly isSigned: boolean
}

/** Receipts can look right before a run goes wrong: then this says when it does, and leads there. */
export function WrongButton({ wrong, tone, isSigned }: WrongButtonProps) {
  const store = usePageStore()
  const { moment, isAhead, isAtEnd } = wrong
  const where = isAtEnd ? 'at the end' : `at ${isSigned && moment > 0 ? '+' : ''}${moment}`
  const words = isAhead ? `Not yet: ${tone} ${where}` : `${tone === 'stuck' ? 'Stuck' : 'Violated'} ${where}`
  return (
    <button
      type="button"
      className={isAhead ? styles['ahead'] : styles[tone]}
      title={`Go to where it is found, ${where}`}
      onClick={() => seekMoment(store, moment)}
    >
      {words}
    </button>
  )
}
