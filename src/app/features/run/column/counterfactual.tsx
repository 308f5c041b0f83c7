import { ArrowRight } from 'lucide-react'
import { useState } from 'react'
import type { Finding } from '#explorer'
import type { Run } from '#simulator'
import { implementationOf, type Catalogue } from '../../../state/catalogue.ts'
import { chooseUnswitched, switchGuard } from '../../../state/commands.ts'
import { guardWords } from '../../../state/guards.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { useFindings, type Findings } from './use-findings.ts'
import styles from './why.module.css'

interface CounterfactualProps {
  readonly run: Run
  /** One of the findings was made the run on screen. */
  readonly onChosen: () => void
}

/** Which one guard, switched the other way, would have changed the verdict: found by running it. */
export function Counterfactual({ run, onChosen }: CounterfactualProps) {
  const [isAsked, setIsAsked] = useState(false)
  const catalogue = usePage((page) => page.catalogue)
  const found = useFindings(run, isAsked)
  const isBroken = run.failure !== null || run.verdicts.some(({ holds }) => !holds)
  if (!isBroken && found.guards === 0) return null
  const telling = found.findings.filter(({ passes }) => passes === isBroken)
  return (
    <div className={styles['otherwise']}>
      {found.progress === 'unasked' ? (
        <button type="button" className={styles['trial']} onClick={() => setIsAsked(true)}>
          {isBroken ? 'What would have helped?' : 'Which guards does it need?'}
        </button>
      ) : (
        <p>{isBroken ? brokenWords(found, run, catalogue) : holdsWords(found, telling.length)}</p>
      )}
      {telling.length > 0 && (
        <ul>
          {telling.map((finding) => (
            <Trial
              key={nameOf(finding)}
              finding={finding}
              title={titleOf(finding, catalogue)}
              onChosen={onChosen}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

interface TrialProps extends Pick<CounterfactualProps, 'onChosen'> {
  readonly finding: Finding
  readonly title: string
}

function Trial({ finding, title, onChosen }: TrialProps) {
  const store = usePageStore()
  const choose = () => {
    if (finding.kind === 'lane') chooseUnswitched(store, finding.implementation)
    else switchGuard(store, finding.guard, finding.on)
    onChosen()
  }
  return (
    <li>
      <button type="button" className={styles['trial']} onClick={choose}>
        {finding.kind === 'lane' ? (
          <span>{title} passes this plan as it is</span>
        ) : (
          <span>
            Switch {finding.on ? 'on' : 'off'} <strong>{guardWords(finding.guard.name)}</strong>:{' '}
            {outcomeOf(finding)}
          </span>
        )}
        <ArrowRight size={14} aria-hidden="true" />
      </button>
      {finding.kind === 'guard' && <small>{title}</small>}
    </li>
  )
}

function outcomeOf({ passes, violated }: Finding): string {
  if (passes) return 'it passes'
  if (violated.length === 0) return 'it never ends'
  return `${violated.join(', ')} ${violated.length === 1 ? 'breaks' : 'break'}`
}

function brokenWords(found: Findings, run: Run, catalogue: Catalogue): string {
  const { progress, findings, guards } = found
  const lane = titleIn(catalogue, run.input.implementation)
  const tried = findings.filter(({ kind }) => kind === 'guard')
  const helping = tried.filter(({ passes }) => passes).length
  if (progress === 'failed') return 'What would have helped could not be tried: a run failed.'
  if (progress === 'running' && tried.length < guards)
    return `Trying each guard that is off: ${tried.length} of ${guards} tried.`
  if (helping === 1) return 'One guard would have been enough.'
  if (helping > 1) return 'Any one of these would have been enough.'
  if (progress === 'running') return 'No single guard helps. Trying the other checkouts.'
  const others = findings.some(({ kind, passes }) => kind === 'lane' && passes)
  const why = guards === 0 ? `${lane} has no guard left to switch on.` : `No single guard of ${lane} helps.`
  return others ? why : `${why} No other checkout passes this plan either.`
}

function holdsWords({ progress, findings, guards }: Findings, breaking: number): string {
  if (progress === 'failed') return 'Which guards it needs could not be tried: a run failed.'
  if (progress === 'running' && findings.length < guards)
    return `Trying it without each guard: ${findings.length} of ${guards} tried.`
  if (breaking === 0) return 'It hangs on no single guard: without any one of them it still passes.'
  return breaking === 1 ? 'Without this guard it fails.' : 'It fails without any one of these guards.'
}

function nameOf(finding: Finding): string {
  return finding.kind === 'guard' ? finding.guard.name : finding.implementation
}

function titleOf(finding: Finding, catalogue: Catalogue): string {
  return finding.kind === 'guard' ? finding.guard.title : titleIn(catalogue, finding.implementation)
}

function titleIn(catalogue: Catalogue, implementation: string): string {
  return implementationOf(catalogue, implementation)?.title ?? implementation
}
