import type { Violation } from '#simulator'
import { usePage } from '../../state/page.tsx'
import styles from './violated-list.module.css'

/** Four lanes stand on one screen: of more than these only the number is told. */
const mostInSight = 2

/** What the marks in a lane's strip stand for: in a few words, and the whole statement to who points at them. */
export function ViolatedList({ violated }: { readonly violated: readonly Violation[] }) {
  const invariants = usePage((page) => page.catalogue.invariants)
  const inSight = violated.slice(0, mostInSight)
  const others = violated.slice(mostInSight)
  return (
    <ul className={styles['list']}>
      {inSight.map(({ id, statement }) => {
        const words = invariants.find((invariant) => invariant.id === id)?.violation
        return (
          <li key={id} title={`Violated: ${statement}`}>
            <code>{id}</code> <span aria-hidden="true">{words ?? statement}</span>
            <span className="visually-hidden">Violated: {statement}.</span>
          </li>
        )
      })}
      {others.length > 0 && (
        <li title={others.map(({ id, statement }) => `${id}: ${statement}`).join('\n')}>
          and {others.length} more violated
        </li>
      )}
    </ul>
  )
}
