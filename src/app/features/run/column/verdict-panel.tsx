import { useMemo, useRef, type ReactNode } from 'react'
import { isBeginning } from '../../../model/beginning.ts'
import { judge } from '../../../state/judgement.ts'
import { usePage, useRun } from '../../../state/page.tsx'
import { loadExplain } from '../../../state/use-explanation.ts'
import { lazyPart } from '../../../ui/lazy-part.tsx'
import { AnswerHead, HiddenAnswer } from './answer-head.tsx'
import { SwitchPanel } from './switch-panel.tsx'
import { Violations } from './violations.tsx'
import styles from './verdict.module.css'

/** What explains a run comes after the page that shows it. */
const Why = lazyPart({
  name: 'The explanation',
  loading: <UnknownReasons isComing />,
  load: async () => {
    const [{ Why: Loaded }] = await Promise.all([import('./why.tsx'), loadExplain()])
    return Loaded
  },
})

interface VerdictPanelProps {
  /** Stands where the answer does, in its place. */
  readonly head?: ReactNode
  readonly receipts: ReactNode
  /** Whether the receipts stand before the reasons, where little else is in view. */
  readonly hasReceiptsFirst?: boolean
  /** What the customers saw. */
  readonly saw: ReactNode
  /** Asks an invariant's query. */
  readonly onAsk: (sql: string) => void
}

/** The argument in its order: the answer, why, what would change it, what is left, what was seen, which rules broke. */
export function VerdictPanel({
  head = null,
  receipts,
  hasReceiptsFirst = false,
  saw,
  onAsk,
}: VerdictPanelProps) {
  const run = useRun()
  const isAwaited = isBeginning(run)
  const cursor = usePage((page) => page.cursor)
  const isHidden = usePage((page) => page.answers === 'hidden')
  const why = useRef<HTMLElement>(null)
  const judgement = useMemo(() => judge(run, cursor), [run, cursor])
  return (
    <section className={styles['panel']} aria-label="Verdict" tabIndex={-1}>
      <div className={styles['head']}>
        {head ??
          (isHidden ? (
            <HiddenAnswer />
          ) : (
            !isAwaited && <AnswerHead run={run} judgement={judgement} cursor={cursor} />
          ))}
      </div>
      {hasReceiptsFirst && receipts}
      {isAwaited && <UnknownReasons />}
      {!isHidden && !isAwaited && <Why run={run} section={why} />}
      {!isHidden && <SwitchPanel run={run} />}
      {!hasReceiptsFirst && receipts}
      {saw}
      {!isHidden && !isAwaited && (
        <Violations run={run} judgement={judgement} onAsk={onAsk} onExplain={() => why.current?.focus()} />
      )}
    </section>
  )
}

/** In the place of the reasons while there are none. */
function UnknownReasons({ isComing = false }: { readonly isComing?: boolean }) {
  return (
    <div className={styles['unknown']} aria-busy={isComing}>
      <h2>Why</h2>
      <p>?</p>
    </div>
  )
}
