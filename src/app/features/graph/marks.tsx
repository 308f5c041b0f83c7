import type { Mark } from './node-story.ts'
import styles from './node.module.css'

/** Who ran the node and who took it from its checkpoint, under the node. */
export function Marks({ marks }: { readonly marks: readonly Mark[] }) {
  if (marks.length === 0) return null
  return (
    <ul className={styles['marks']} title={marks.map(({ words }) => words).join(', ')}>
      {marks.map(({ kind, words }) => (
        <li key={words} className={styles[`mark-${kind}`]}>
          <MarkIcon kind={kind} />
          <span>{words}</span>
        </li>
      ))}
    </ul>
  )
}

/** A disc with a tick: ran; a turning arrow: from the checkpoint; a triangle: runs; a cross: lost. */
export function MarkIcon({ kind }: { readonly kind: Mark['kind'] }) {
  return (
    <svg className={styles[`icon-${kind}`]} viewBox="0 0 14 14" aria-hidden="true">
      {kind === 'ran' && (
        <>
          <circle cx="7" cy="7" r="5.75" />
          <path d="M4.3 7.2l1.9 1.9 3.5-4" />
        </>
      )}
      {kind === 'reused' && <path d="M3.2 4.6A4.7 4.7 0 1 1 2.3 7.4M3.2 1.9v2.9h2.9" />}
      {kind === 'runs' && <path d="M4 2.5l7 4.5-7 4.5z" />}
      {kind === 'frozen' && <path d="M7 1.5v11M2.2 4.2l9.6 5.6M11.8 4.2l-9.6 5.6" />}
      {kind === 'unheard' && <path d="M4.6 5a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.1.9-1.1 1.7M7.1 11.6v.4" />}
      {(kind === 'lost' || kind === 'failed') && <path d="M3.5 3.5l7 7m0-7l-7 7" />}
    </svg>
  )
}
