import { ArrowRight } from 'lucide-react'
import type { Input } from '#simulator'
import type { Tone } from '../../../state/catalogue.ts'
import { implementationOf } from '../../../state/catalogue.ts'
import { replayInLane } from '../../../state/commands.ts'
import { usePage, usePageStore, useRun } from '../../../state/page.tsx'
import styles from './verdict.module.css'

/** The one thing to do next: the same experiment with the other kind of checkout. */
export function NextLane({ tone }: { readonly tone: Tone }) {
  const store = usePageStore()
  const { input } = useRun()
  const isDurable = input.implementation === 'durable'
  const other = usePage((page) => implementationOf(page.catalogue, isDurable ? 'naive' : 'durable'))
  if (other === undefined) return null
  const isUrgent = !isDurable && (tone === 'violated' || tone === 'stuck')
  return (
    <button
      // Another button afterwards: the space bar then plays, and does not lead straight back.
      key={other.name}
      type="button"
      className={isUrgent ? styles['primary'] : styles['secondary']}
      onClick={() => replayInLane(store, other.name)}
    >
      {subject(input)}, {other.title.toLowerCase()}
      <ArrowRight size={15} aria-hidden="true" />
    </button>
  )
}

function subject({ plan }: Input): string {
  const [first] = plan
  if (first === undefined) return 'The same purchase'
  if (plan.length > 1) return 'The same faults'
  return first.kind.startsWith('crash') ? 'The same crash' : 'The same fault'
}
