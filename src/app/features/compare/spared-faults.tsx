import type { Run } from '#simulator'
import { faultSentence } from '../../state/fault-words.ts'
import styles from './spared-faults.module.css'

/** Faults of the plan that a lane never meets, and why: none is passed over in silence. */
export function SparedFaults({ run, title }: { readonly run: Run; readonly title: string }) {
  const spared = run.faults.flatMap((outcome, at) => {
    const fault = run.input.plan[at]
    return outcome.fired || fault === undefined ? [] : [{ fault, reason: outcome.reason }]
  })
  if (spared.length === 0) return null
  return (
    <ul className={styles['spared']} aria-label={`Faults that do not occur in ${title}`}>
      {spared.map(({ fault, reason }, at) => (
        <li key={at} title={`${faultSentence(fault)}: ${brief(reason)}`}>
          {run.faults.length > 1 ? `${faultSentence(fault)}: ${brief(reason)}` : capitalized(brief(reason))}
        </li>
      ))}
    </ul>
  )
}

/** The lane is known here, as is the point; that it is not reached stands before it as a mark. */
function brief(reason: string): string {
  return reason.replace(/^Not reached in this lane: /, '').replace(/^\S+ (?=does not happen in this run)/, '')
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
