import { ArrowRight } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { Finding } from '#explorer'
import { violationsIn, whyNotJudged, type Run } from '#simulator'
import { isBeginning } from '../../../model/beginning.ts'
import { GuardSwitch } from '../../../parts/guard-switch.tsx'
import { implementationOf } from '../../../state/catalogue.ts'
import { chooseUnswitched } from '../../../state/commands.ts'
import { guardsOf, guardWords, type GuardState } from '../../../state/guards.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { GuardList } from '../guards/guard-list.tsx'
import {
  awaitedWords,
  brokenWords,
  holdsWords,
  isTelling,
  switchWords,
  unjudgedWords,
} from './switch-words.ts'
import { useFindings } from './use-findings.ts'
import styles from './switch.module.css'

/**
 * The one protection that decides this run, found by running it with each switched the other way; then all of them.
 * While a run is awaited the switches stay where they are and stand as they are wanted: whoever switches one keeps it
 * under the pointer and in focus.
 */
export function SwitchPanel({ run }: { readonly run: Run }) {
  const store = usePageStore()
  const [asked, setAsked] = useState<Run | null>(null)
  const catalogue = usePage((page) => page.catalogue)
  const switched = usePage((page) => page.wanted.guards)
  const section = useRef<HTMLElement>(null)
  const isAwaited = isBeginning(run)
  const found = useFindings(run, asked === run)
  const isBroken = violationsIn(run).length > 0
  const isUnjudged = !isBroken && whyNotJudged(run) !== null
  const implementation = implementationOf(catalogue, run.input.implementation)
  const guards = implementation === undefined ? [] : guardsOf(implementation, switched)
  const telling = found.findings.filter((finding) => isTelling(finding, isBroken))
  const one = telling.find((finding) => finding.kind === 'guard')
  const decisive = useDecisive(one?.guard.name ?? null, isAwaited || found.progress === 'running')
  const guard = guards.find(({ name }) => name === decisive)
  // The last is the one that survives most; named before all are tried, the button would change under the pointer.
  const lane =
    one === undefined && isBroken && found.progress === 'done'
      ? telling.findLast((finding) => finding.kind === 'lane')
      : undefined
  if (guards.length === 0 && (isAwaited || !isBroken)) return null
  const rest = guards.length - (guard === undefined ? 0 : 1)
  const progress = isBroken ? brokenWords(found, run, catalogue) : holdsWords(found, telling.length)
  return (
    <section ref={section} className={styles['panel']} aria-label="Protections" tabIndex={-1}>
      {guard !== undefined ? (
        <OneSwitch
          guard={guard}
          words={
            isAwaited ? awaitedWords : one === undefined ? progress : switchWords(one, guard.on, catalogue)
          }
        />
      ) : isAwaited ? (
        <p className={styles['words']}>{awaitedWords}</p>
      ) : isUnjudged ? (
        <p className={styles['words']}>{unjudgedWords}</p>
      ) : found.progress === 'unasked' ? (
        <button type="button" className={styles['ask']} onClick={() => setAsked(run)}>
          {isBroken ? 'What would have helped?' : 'Which protections does it need?'}
        </button>
      ) : (
        <p className={styles['words']}>{progress}</p>
      )}
      {lane !== undefined && (
        <LaneButton
          finding={lane}
          onChoose={() => {
            chooseUnswitched(store, lane.implementation)
            section.current?.focus({ preventScroll: true })
          }}
        />
      )}
      {rest > 0 && (
        <details className={styles['more']}>
          <summary>{guard === undefined ? `${rest} protections` : `${rest} more`}</summary>
          <GuardList guards={guards.filter(({ name }) => name !== guard?.name)} />
        </details>
      )}
    </section>
  )
}

/** The protection that decides; while that is being found out of a new run, the one that decided the run before. */
function useDecisive(name: string | null, isPending: boolean): string | null {
  const [kept, setKept] = useState(name)
  const decisive = name ?? (isPending ? kept : null)
  if (decisive !== kept) setKept(decisive)
  return decisive
}

function OneSwitch({ guard, words }: { readonly guard: GuardState; readonly words: string }) {
  const id = useId()
  return (
    <div className={styles['one']}>
      <GuardSwitch guard={guard} labelledBy={`${id}-name`} describedBy={`${id}-words`} />
      <span id={`${id}-name`} className={styles['name']}>
        {guardWords(guard.name)}
      </span>
      <p id={`${id}-words`} className={styles['words']}>
        {words}
      </p>
    </div>
  )
}

interface LaneButtonProps {
  readonly finding: Extract<Finding, { kind: 'lane' }>
  readonly onChoose: () => void
}

function LaneButton({ finding, onChoose }: LaneButtonProps) {
  const title = usePage((page) => implementationOf(page.catalogue, finding.implementation)?.title ?? '')
  return (
    <button type="button" className={styles['ask']} onClick={onChoose}>
      {title} survives this as written
      <ArrowRight size={14} aria-hidden="true" />
    </button>
  )
}
