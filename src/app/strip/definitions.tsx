import styles from './strip.module.css'

/** What marks refer to; once in a document, in the first strip. */
export function StripDefinitions() {
  return (
    <defs>
      <pattern
        id="strip-down"
        width="6"
        height="6"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <line y2="6" className={styles['hatch']} />
      </pattern>
      <pattern id="strip-frozen" width="5" height="5" patternUnits="userSpaceOnUse">
        <path d="M1 2.5h3M2.5 1v3" className={styles['hatch']} />
      </pattern>
      <marker
        id="strip-head"
        viewBox="0 0 6 6"
        refX="5"
        refY="3"
        markerWidth="5.5"
        markerHeight="5.5"
        orient="auto"
      >
        <path d="M0 0.4 L6 3 L0 5.6 Z" className={styles['head']} />
      </marker>
    </defs>
  )
}
