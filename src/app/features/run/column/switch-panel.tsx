import { ArrowRight } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import type { Finding } from '#explorer'
import type { Run } from '#simulator'
import { GuardSwitch } from '../../../parts/guard-switch.tsx'
import { implementationOf } from '../../../state/catalogue.ts'
import { chooseUnswitched } from '../../../state/commands.ts'
import { guardsOf, guardWords, type GuardState } from '../../../state/guards.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { GuardList } from '../guards/guard-list.tsx'
import { brokenWords, holdsWords, switchWords } from './switch-words.ts'
import { useFindings } from './use-findings.ts'
import styles from './switch.module.css'

/** The one protection that decides this run, found by running it with each switched the other way; then all of them. */
export function SwitchPanel({ run }: { readonly run: Run }) {
  const store = usePageStore()
  const [isAsked, setIsAsked] = useState(false)
  const catalogue = usePage((page) => page.catalogue)
  const switched = usePage((page) => page.shown.guards)
  const section = useRef<HTMLElement>(null)
  const found = useFindings(run, isAsked)
  const isBroken = run.failure !== null || run.verdicts.some(({ holds }) => !holds)
  const implementation = implementationOf(catalogue, run.input.implementation)
  const guards = implementation === undefined ? [] : guardsOf(implementation, switched)
  const telling = found.findings.filter(({ passes }) => passes === isBroken)
  const one = telling.find((finding) => finding.kind === 'guard')
  const lane = one === undefined && isBroken ? telling.find((finding) => finding.kind === 'lane') : undefined
  const guard = guards.find(({ name }) => name === one?.guard.name)
  if (guards.length === 0 && !isBroken) return null
  const rest = guards.length - (guard === undefined ? 0 : 1)
  return (
    // What was chosen goes with its run; the focus stays in this section.
    <section ref={section} className={styles['panel']} aria-label="Protections" tabIndex={-1}>
      {guard !== undefined && one !== undefined ? (
        <OneSwitch guard={guard} words={switchWords(one, guard.on, catalogue)} />
      ) : found.progress === 'unasked' ? (
        <button type="button" className={styles['ask']} onClick={() => setIsAsked(true)}>
          {isBroken ? 'What would have helped?' : 'Which protections does it need?'}
        </button>
      ) : (
        <p className={styles['words']}>
          {isBroken ? brokenWords(found, run, catalogue) : holdsWords(found, telling.length)}
        </p>
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
