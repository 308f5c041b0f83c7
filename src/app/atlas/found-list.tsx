import { parseInput, parsePlan } from '#simulator'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { playCounterexample } from '../state/commands.ts'
import { faultSentence } from '../state/fault-words.ts'
import { guardWords } from '../state/guards.ts'
import { usePage, usePageStore } from '../state/page.tsx'
import type { AtlasView } from './atlas-view.ts'
import { Bound } from './bound.tsx'
import { customerWords } from './cell-words.ts'
import type { Deeper, Found } from './deeper.ts'
import styles from './found-list.module.css'

interface FoundListProps extends AtlasView {
  readonly kind: Deeper['kind']
}

/** What was found with more than one fault: each way of failing once, shrunk, to be played. */
export function FoundList({ kind, ...view }: FoundListProps) {
  const { session } = view
  const deeper = session.deeper[kind]
  return (
    <div className={styles['body']}>
      {deeper === null ? (
        <p className={styles['quiet']}>Nothing has been tried yet.</p>
      ) : (
        <>
          <FoundSummary {...deeper} />
          <ol className={styles['list']} aria-label="Counterexamples">
            {deeper.found.map((found) => (
              <FoundView key={found.key} found={found} kind={kind} />
            ))}
          </ol>
        </>
      )}
      <Bound {...view} />
    </div>
  )
}

/** `2,276 schedules, no violation within this bound`; while some are left to be tried no more than `none so far`. */
function FoundSummary({ tried, violating, notJudged, pruned, isComplete, found, more, areOthers }: Deeper) {
  const ways = found.length + more
  const none = isComplete ? 'no violation within this bound' : 'no violation so far'
  return (
    <p className={styles['summary']} role="status">
      <b>{tried.toLocaleString('en')}</b> schedules,{' '}
      {violating === 0 ? none : `${violating.toLocaleString('en')} violate something`}
      {ways > 0 && `, in ${ways} ${ways === 1 ? 'way' : 'ways'}${areOthers ? ' and more' : ''}`}
      {notJudged > 0 && `, ${notJudged.toLocaleString('en')} not judged: they were stopped early`}
      {more > 0 && `; the first ${found.length} are listed`}
      {isComplete ? '.' : '; not all has been tried.'}
      {pruned > 0 &&
        ` ${pruned.toLocaleString('en')} more were pruned: they are equivalent to schedules already tried.`}
    </p>
  )
}

interface FoundViewProps {
  readonly found: Found
  readonly kind: Deeper['kind']
}

function FoundView({ found, kind }: FoundViewProps) {
  const catalogue = usePage((page) => page.catalogue)
  const store = usePageStore()
  const { fields, violated, steps } = found
  const { implementation, customers = 'pays', guards = '' } = fields
  const title = catalogue.implementations.find(({ name }) => name === implementation)?.title
  const faults = parsePlan(fields['plan'] ?? '')
  const statements = catalogue.invariants.filter(({ id }) => violated.includes(id))
  return (
    <li className={styles['item']}>
      <VerdictMark tone={catalogue.toneOf(violated)} />
      <div className={styles['words']}>
        <p className={styles['caption']}>
          {title}
          {guards !== '' && `, ${guards.split(',').map(guardWords).join(', ')}`},{' '}
          {customerWords(catalogue, customers)}
          {steps !== null &&
            steps.length > 0 &&
            ` · shrunk in ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`}
          {steps !== null && steps.length === 0 && ' · nothing can be left out'}
          {steps !== null && faults.length === 1 && kind === 'two' && ' · one of the two is enough'}
        </p>
        <p className={styles['faults']}>
          {faults.length === 0 ? 'No faults' : oneAfterTheOther(faults.map(faultSentence))}
        </p>
        <p className={styles['statements']}>
          {statements.map(({ id, statement }) => (
            <span key={id}>
              <code>{id}</code> {statement}
            </span>
          ))}
        </p>
        {steps !== null && steps.length > 0 && (
          <details className={styles['steps']}>
            <summary>Shrinking steps</summary>
            <ol>
              {steps.map((says, at) => (
                // Steps never change places.
                <li key={at}>{says}</li>
              ))}
            </ol>
          </details>
        )}
      </div>
      <button
        type="button"
        className={styles['play']}
        onClick={() => playCounterexample(store, parseInput(fields, catalogue.vocabulary).input)}
      >
        Play
      </button>
    </li>
  )
}

function oneAfterTheOther([first = '', ...others]: readonly string[]): string {
  return [first, ...others.map((words) => words.charAt(0).toLowerCase() + words.slice(1))].join(', then ')
}
