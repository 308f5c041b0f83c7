import { Pause, Play } from 'lucide-react'
import type { ReactNode } from 'react'
import { lowerFirst } from '../../model/letter-case.ts'
import { KeyCap } from '../../parts/key-cap.tsx'
import { playOrPause } from '../../state/commands.ts'
import { usePage, usePageStore } from '../../state/page.tsx'
import { useOpening } from '../../store/use-opening.ts'
import { Answers } from './answers.tsx'
import { countWord } from './opening-words.ts'
import styles from './bet.module.css'

interface BetProps {
  /** What the page is, where there is no room for it above the question. */
  readonly lead: ReactNode
  /** A column with what each would mean, or a row of labels alone. */
  readonly answers: 'column' | 'row'
  /** `8 MB`: what a fault of the visitor's own loads. */
  readonly postgresSize: string
  /** Tells what is real and what is simulated. */
  readonly onReal: () => void
}

/** The right column of the opening: the bet, Play, and what comes after. */
export function Bet({ lead, answers, postgresSize, onReal }: BetProps) {
  const view = useOpening()
  const lanes = usePage((page) => page.catalogue.implementations.length)
  if (view === null) return null
  const { opening, phase, bet } = view
  return (
    <>
      {lead !== null && <div className={styles['lead']}>{lead}</div>}
      <section className={styles['bet']} aria-label="Your bet">
        <p className={styles['kicker']}>
          {phase === 'asking' ? 'Before you press Play' : 'The answer comes at the end'}
        </p>
        <h2 className={styles['title']}>
          {phase === 'asking'
            ? 'What is your bet?'
            : bet === null
              ? 'You made no bet'
              : `You bet ${lowerFirst(bet.label)}`}
        </h2>
        <Answers view={view} form={answers} />
        <BigPlay hasKey />
        <p className={styles['hint']}>
          {phase === 'asking' ? 'You can also play without a bet.' : 'Esc skips to the full page.'}
        </p>
      </section>
      <section className={styles['after']}>
        <h3>After that</h3>
        <ol>
          <li>See the rows that are left, and why.</li>
          <li>{opening.next.promise}</li>
          <li>All {countWord(lanes)} implementations side by side.</li>
        </ol>
      </section>
      <p className={styles['real']}>
        Everything runs in this page. Postgres ({postgresSize}) loads in the background.{' '}
        <button type="button" onClick={onReal}>
          What is real here
        </button>
      </p>
    </>
  )
}

/** The one button that plays: the transport’s stands aside for it. */
export function BigPlay({ hasKey = false }: { readonly hasKey?: boolean }) {
  const store = usePageStore()
  const isPlaying = usePage((page) => page.playing)
  const Icon = isPlaying ? Pause : Play
  return (
    <button
      type="button"
      className={styles['play']}
      aria-keyshortcuts="Space"
      onClick={() => playOrPause(store)}
    >
      <Icon size={16} fill="currentColor" strokeWidth={1.5} aria-hidden="true" />
      {isPlaying ? 'Pause' : 'Play'}
      {hasKey && <KeyCap>Space</KeyCap>}
    </button>
  )
}
