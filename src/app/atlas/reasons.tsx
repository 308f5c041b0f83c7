import type { Explanation } from '#explorer'
import { shortened } from '#explorer/explain.ts'
import type { Run } from '#simulator'
import { ChainList } from '../parts/chain-list.tsx'
import { useExplanationOf } from '../state/use-explanation.ts'
import { MiniStrip } from './mini-strip.tsx'
import styles from './reasons.module.css'
import type { Schedule } from './picture.ts'
import { inputOf } from './picture.ts'
import { usePrepared, type Prepared } from './use-prepared.ts'

/** More than this does not fit a card. */
const mostShown = 5

interface ReasonsProps {
  readonly schedule: Schedule
  readonly prepared: Prepared
}

/** Why a schedule violates something, drawn and in words: found by running this one, and it once without its fault. */
export function Reasons({ schedule, prepared }: ReasonsProps) {
  const reference = usePrepared({ ...inputOf(schedule), plan: [] }, prepared.run !== null)
  const explanation = useExplanationOf(reference.isComing ? null : prepared.run)
  if (prepared.run !== null && explanation !== null)
    return <Told run={prepared.run} explanation={explanation} />
  if (prepared.run === null && !prepared.isComing) return null
  return (
    <p className={styles['waiting']} role="status">
      Running this one, to say why …
    </p>
  )
}

function Told({ run, explanation }: { readonly run: Run; readonly explanation: Explanation }) {
  const shown = shortened(explanation.links, mostShown)
  const more = explanation.links.length - shown.length
  return (
    <div className={styles['why']} role="group" aria-label="Why">
      <MiniStrip run={run} explanation={explanation} />
      <ChainList links={shown} />
      {more > 0 && <p className={styles['more']}>and {more} more when you play it</p>}
    </div>
  )
}
