import { explain, type Explanation, type Link } from '#explorer'
import type { Run } from '#simulator'
import { useMemo, useRef } from 'react'
import { usePageStore } from '../state/page.tsx'
import { Counterfactual } from './counterfactual.tsx'
import { useReference } from './use-reference.ts'
import styles from './why.module.css'

/** Why it ended so: a chain of events to walk along, and what would have had to be otherwise. */
export function Why({ run }: { readonly run: Run }) {
  const reference = useReference(run)
  const explanation = useMemo(() => explanationOf(run, reference), [run, reference])
  const section = useRef<HTMLElement>(null)
  return (
    <section ref={section} className={styles['why']} aria-label="Why" tabIndex={-1}>
      <header className={styles['header']}>
        <h2>Why</h2>
        {explanation.invariant !== null && <code>{explanation.invariant}</code>}
      </header>
      <ol className={styles['chain']}>
        {explanation.links.map((link) => (
          <ChainLink key={`${link.role} ${link.event ?? ''}`} link={link} />
        ))}
      </ol>
      <Counterfactual
        key={run.traceHash}
        run={run}
        // What was chosen goes with its run; the focus stays in this section.
        onChosen={() => section.current?.focus({ preventScroll: true })}
      />
    </section>
  )
}

function ChainLink({ link }: { readonly link: Link }) {
  const store = usePageStore()
  const { event, role, words, strong } = link
  const [before = '', after = ''] = strong === null ? [words] : splitAt(words, strong)
  return (
    <li className={styles[role]}>
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

function splitAt(words: string, part: string): readonly [string, string] {
  const at = words.indexOf(part)
  return [words.slice(0, at), words.slice(at + part.length)]
}

const explained = new WeakMap<Run, Map<Run | undefined, Explanation>>()

/** The same two runs are explained once. */
function explanationOf(run: Run, reference: Run | undefined): Explanation {
  const known = explained.get(run) ?? new Map<Run | undefined, Explanation>()
  explained.set(run, known)
  const explanation = known.get(reference) ?? explain(run, reference)
  known.set(reference, explanation)
  return explanation
}
