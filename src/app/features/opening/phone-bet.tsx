import { usePlayhead } from '../../state/use-playhead.ts'
import { useOpening } from '../../store/use-opening.ts'
import { Answers } from './answers.tsx'
import { BigPlay } from './bet.tsx'
import styles from './phone-bet.module.css'

/** The foot of a phone in the opening: the bet, where the run stands, and Play. */
export function PhoneBet() {
  const view = useOpening()
  const { at, words } = usePlayhead()
  if (view === null) return null
  return (
    <>
      <section className={styles['bet']} aria-label="Your bet">
        <h2>Your bet</h2>
        <Answers view={view} form="row" />
      </section>
      <div className={styles['bar']}>
        <p className={styles['where']}>
          <span className={styles['number']}>{at}</span>
          {words.sentence}.
        </p>
        <BigPlay />
      </div>
    </>
  )
}
