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
    case 'frozen':
      return (
        <svg className={styles['signFrozen']} viewBox="0 0 14 14" aria-hidden="true">
          <path d="M7 1.5v11M2.2 4.2l9.6 5.6M11.8 4.2l-9.6 5.6" />
        </svg>
      )
    case 'unknown':
      return (
        <svg className={styles['signFrozen']} viewBox="0 0 14 14" aria-hidden="true">
          <circle cx="7" cy="7" r="6" />
          <path d="M5.3 5.5a1.7 1.7 0 1 1 2.4 1.6c-.5.2-.7.5-.7 1.1M7 9.9v.4" />
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
