import type { NodeState } from './node-story.ts'
import styles from './node.module.css'

const turn = 2 * Math.PI * 5.5

/** The sign in a node's corner: running, waiting with its arc, or broken. */
export function NodeIcon({ state }: { readonly state: NodeState }) {
  switch (state.status) {
    case 'running':
      return (
        <svg className={styles['signRuns']} viewBox="0 0 14 14" aria-hidden="true">
          <path d="M4 2.5l7 4.5-7 4.5z" />
        </svg>
      )
    case 'waiting':
      return (
        <svg className={styles['signWaits']} viewBox="0 0 14 14" aria-hidden="true">
          <circle className={styles['arcBack']} cx="7" cy="7" r="5.5" />
          <circle
            cx="7"
            cy="7"
            r="5.5"
            strokeDasharray={`${(state.left ?? 1) * turn} ${turn}`}
            transform="rotate(-90 7 7)"
          />
        </svg>
      )
    case 'violating':
    case 'cut':
    case 'rolled-back':
      return (
        <svg className={styles['signBroken']} viewBox="0 0 14 14" aria-hidden="true">
          <path d="M3 3l8 8m0-8l-8 8" />
        </svg>
      )
    case 'ahead':
    case 'ran':
      return null
  }
}
