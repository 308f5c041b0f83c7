import type { Run } from '#simulator'
import { useEffect, type RefObject } from 'react'
import { ChainList } from '../../../parts/chain-list.tsx'
import { usePageStore } from '../../../state/page.tsx'
import { useExplanation } from '../../../state/use-explanation.ts'
import { PartingSign } from '../../../strip/parting-sign.tsx'
import { Counterfactual } from './counterfactual.tsx'
import styles from './why.module.css'

interface WhyProps {
  readonly run: Run
  /** Takes the focus when something else is explained. */
  readonly section: RefObject<HTMLElement | null>
}

/** Why it ended so: a chain of events to walk along, and what would have had to be otherwise. */
export function Why({ run, section }: WhyProps) {
  const store = usePageStore()
  const explanation = useExplanation()
  useEffect(() => () => store.getState().point(null), [store])
  if (explanation === null) return null
  const { invariant, links, parting } = explanation
  const point = () => store.getState().point('chain')
  const leave = () => store.getState().point(null)
  return (
    // Pointing at it lights up the picture; whatever acts is a button.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={section}
      className={styles['why']}
      aria-label="Why"
      tabIndex={-1}
      onPointerEnter={point}
      onPointerLeave={leave}
      onFocus={point}
      onBlur={leave}
    >
      <header className={styles['header']}>
        <h2>Why</h2>
        {invariant !== null && <code>{invariant}</code>}
      </header>
      <ChainList
        links={links}
        onSeek={(event) => store.getState().seek(event)}
        onPoint={(position) => store.getState().point(position ?? 'chain')}
      />
      {invariant !== null && parting !== null && <Parting event={parting} faults={run.input.plan.length} />}
      <Counterfactual
        key={run.traceHash}
        run={run}
        // What was chosen goes with its run; the focus stays in this section.
        onChosen={() => section.current?.focus({ preventScroll: true })}
      />
    </section>
  )
}

/** Where the fork stands on the time strip. */
function Parting({ event, faults }: { readonly event: number; readonly faults: number }) {
  const store = usePageStore()
  return (
    <p className={styles['parting']}>
      <PartingSign />
      <span>
        At{' '}
        <button type="button" onClick={() => store.getState().seek(event)}>
          event {event}
        </button>{' '}
        it parts from the run without the {faults === 1 ? 'fault' : 'faults'}.
      </span>
    </p>
  )
}
