import { useEffect, useState } from 'react'
import { clockWords } from '../../model/clock.ts'
import { isCommand, type RoomCommand, type RoomState } from '../../model/room/messages.ts'
import type { RoomAction } from '../../model/room/room-keys.ts'
import styles from './notes-window.module.css'
import { useRoomKeys } from './use-room-keys.ts'
import { useRoomState } from './use-room-state.ts'

/** The speaker's window. @param room id of the room that it belongs to */
export function NotesWindow({ room }: { readonly room: string }) {
  const { state, hasLeft, send } = useRoomState(room)
  useRoomKeys((action: RoomAction) => {
    if (isCommand(action)) send(action)
  })
  useEffect(() => {
    document.title = 'Speaker notes · Crashcart'
  }, [])
  return (
    <main className={styles['notes']}>
      <h1 className="visually-hidden">Speaker notes</h1>
      {state === null ? (
        <p>Waiting for the presentation. Press P on the page that opened this window.</p>
      ) : (
        <>
          {hasLeft && (
            <p className={styles['left']} role="status">
              The presentation was closed. Press P on its page to continue.
            </p>
          )}
          <Notes state={state} onSend={send} />
        </>
      )}
    </main>
  )
}

interface NotesProps {
  readonly state: RoomState
  readonly onSend: (command: RoomCommand) => void
}

function Notes({ state, onSend }: NotesProps) {
  const { question, answer, isAnswerShown, notes, at, startedAtMs, isBlank, isLooping } = state
  const here = notes[at]
  const next = notes[at + 1]
  return (
    <>
      <header className={styles['bar']}>
        <Clock startedAtMs={startedAtMs} />
        <span className={styles['place']}>
          Stop {at + 1} of {notes.length}
        </span>
        {isBlank && <strong className={styles['blank']}>The screen is blank</strong>}
      </header>
      <section className={styles['here']} aria-label="This stop" aria-live="polite">
        <h2>{here?.label ?? 'Before the first stop'}</h2>
        {here !== undefined && (
          <>
            <p className={styles['sentence']}>
              {here.later !== null && `${here.later}: `}
              {here.sentence}
            </p>
            {here.because.length > 0 && (
              <ul className={styles['because']}>
                {here.because.map((words) => (
                  <li key={words}>{words}</li>
                ))}
              </ul>
            )}
            {here.terms.map((words) => (
              <p key={words} className={styles['term']}>
                {words}
              </p>
            ))}
          </>
        )}
      </section>
      <section className={styles['next']} aria-label="Next stop">
        <h2>Next: {next?.label ?? 'nothing, this is the last stop'}</h2>
        {next !== undefined && (
          <p>
            {next.later !== null && `${next.later}: `}
            {next.sentence}
          </p>
        )}
      </section>
      <dl className={styles['question']}>
        <dt>Question</dt>
        <dd>{question}</dd>
        <dt>Answer</dt>
        <dd>
          {answer ?? 'Not known yet'}
          {answer !== null && !isAnswerShown && <em> (the audience does not see it yet)</em>}
        </dd>
      </dl>
      <div className={styles['controls']} role="group" aria-label="Presentation">
        <button type="button" onClick={() => onSend('previous')}>
          Previous stop
        </button>
        <button type="button" className={styles['main']} onClick={() => onSend('next')}>
          Next stop
        </button>
        <button type="button" onClick={() => onSend('restart')}>
          Restart
        </button>
        <button type="button" aria-pressed={isBlank} onClick={() => onSend('blank')}>
          Blank screen
        </button>
        <button type="button" aria-pressed={isLooping} onClick={() => onSend('loop')}>
          Loop
        </button>
      </div>
    </>
  )
}

/** Elapsed time since the presentation began or was restarted. */
function Clock({ startedAtMs }: { readonly startedAtMs: number }) {
  const [nowMs, setNowMs] = useState(startedAtMs)
  useEffect(() => {
    const tick = () => setNowMs(Date.now())
    const first = setTimeout(tick)
    const timer = setInterval(tick, 1000)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [startedAtMs])
  return (
    <span className={styles['clock']} role="timer" aria-label="Elapsed time">
      {clockWords(nowMs - startedAtMs)}
    </span>
  )
}
