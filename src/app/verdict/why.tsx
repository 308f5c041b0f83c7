import type { Link } from '#explorer'
import type { Run } from '#simulator'
import { useEffect, type RefObject } from 'react'
import { usePageStore } from '../state/page.tsx'
import { useExplanation } from '../state/use-explanation.ts'
import { PartingSign } from '../strip/parting-sign.tsx'
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
      <ol className={styles['chain']}>
        {links.map((link, at) => (
          <ChainLink key={`${link.role} ${link.event ?? ''}`} link={link} position={at + 1} />
        ))}
      </ol>
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

interface ChainLinkProps {
  readonly link: Link
  /** In the chain, from 1: its mark on the time strip is found by it. */
  readonly position: number
}

function ChainLink({ link, position }: ChainLinkProps) {
  const store = usePageStore()
  const point = () => store.getState().point(position)
  const { event, role, words, strong } = link
  const [before = '', after = ''] = strong === null ? [words] : splitAt(words, strong)
  return (
    <li
      className={styles[role]}
      onPointerEnter={point}
      onPointerLeave={() => store.getState().point('chain')}
    >
      {event === null ? (
        <span className={styles['number']} aria-hidden="true">
          –
        </span>
      ) : (
        <button
          type="button"
          className={styles['number']}
          aria-label={`Event ${event}`}
          title={`Go to event ${event}`}
          onClick={() => store.getState().seek(event)}
          onFocus={(focus) => {
            // Not all of it, as the section would say.
            focus.stopPropagation()
            point()
          }}
        >
          {event}
        </button>
      )}
      <span>
        {before}
        {strong !== null && <strong>{strong}</strong>}
        {after}
      </span>
    </li>
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

function splitAt(words: string, part: string): readonly [string, string] {
  const at = words.indexOf(part)
  return [words.slice(0, at), words.slice(at + part.length)]
}
