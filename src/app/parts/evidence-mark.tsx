import { createContext } from 'react'
import type { FaultKind } from '#simulator'
import { evidence } from '#simulator/evidence.ts'
import styles from './evidence-mark.module.css'

/** Opens the sheet that says what is real here; only the page that composes all knows it. */
export const OpenReality = createContext<() => void>(() => undefined)

/** Whether a kind of fault was seen to behave so, or is only injected: in words, since it is no verdict. */
export function EvidenceMark({ kind }: { readonly kind: FaultKind }) {
  return <small className={styles['mark']}>{evidenceWords(kind)}</small>
}

function evidenceWords(kind: FaultKind): string {
  return evidence[kind].seen === 'postgresql' ? 'seen on PostgreSQL' : 'injected'
}
