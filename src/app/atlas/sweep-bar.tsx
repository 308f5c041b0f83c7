import { Pause, Play, X } from 'lucide-react'
import type { AtlasView } from './atlas-view.ts'
import type { SweepState } from './session.ts'
import styles from './sweep-bar.module.css'

/** What has not been tried yet, the way to try it here, how far that has come, and whether it lasts. */
export function SweepBar(view: AtlasView) {
  const { isKept, source } = view.session
  return (
    <>
      <Sweep {...view} />
      {source.kind === 'ready' && isKept === false && (
        <p className={styles['words']}>
          Another tab has the atlas open and saves its results. The results of this tab are lost when you
          close it.
        </p>
      )}
    </>
  )
}

function Sweep({ session, look, onLook, customers, picture }: AtlasView) {
  const { sweep, source } = session
  if (source.kind !== 'ready') return null
  if (sweep !== null && sweep.of === look.faults && sweep.status.kind !== 'over')
    return <Progress sweep={withKnown(sweep, look, customers, picture)} session={session} />
  const isElsewhere = sweep !== null && sweep.of !== look.faults && sweep.status.kind !== 'over'
  const offer = offerOf(look, picture, session)
  const start = () => {
    const palette = offer.palette ?? look.palette
    if (palette !== look.palette) onLook({ palette })
    session.start(look.faults, { customers, palette })
  }
  return (
    <div className={styles['bar']}>
      <span className={styles['words']}>
        {offer.words}
        {isElsewhere && ' Starting this cancels the sweep that is running.'}
      </span>
      {offer.button !== null && (
        <button type="button" className={styles['start']} onClick={start}>
          <Play size={12} aria-hidden="true" />
          {offer.button}
        </button>
      )}
    </div>
  )
}

interface Offer {
  readonly words: string
  readonly button: string | null
  /** Where it is about other kinds than those that are looked at. */
  readonly palette?: 'full'
}

function offerOf(
  look: AtlasView['look'],
  { schedules, tried, isComplete }: AtlasView['picture'],
  { deeper, usualCustomers }: AtlasView['session'],
): Offer {
  const of = `${usualCustomers.length} customers`
  switch (look.faults) {
    case 'one':
      if (isComplete && look.palette === 'short')
        return {
          words:
            'These are the kinds of faults that break something most often, and all of them have been tried.',
          button: 'Try every kind here',
          palette: 'full',
        }
      if (isComplete)
        return {
          words: 'Every kind of fault has been tried at every operation where it can occur.',
          button: null,
        }
      return {
        words:
          look.customers === 'all'
            ? 'Some of these have not been tried.'
            : `${(schedules - tried).toLocaleString('en')} of these have not been tried.`,
        button: 'Try them here',
      }
    case 'two':
      return {
        words: `Every pair of the short list of faults, at every operation, with ${of}. This takes a while.`,
        button: deeper.two === null ? 'Try pairs here' : 'Try pairs again',
      }
    case 'random':
      return {
        words: `Up to six faults of any kind, chosen at random, with ${of}.`,
        button: deeper.random === null ? 'Try 2,000 here' : 'Try 2,000 more',
      }
  }
}

/** Where the picture is of what is being tried, it knows best: it counts what was known before. */
function withKnown(
  sweep: SweepState,
  look: AtlasView['look'],
  customers: readonly string[],
  { schedules, tried }: AtlasView['picture'],
): SweepState {
  const isSame =
    sweep.of === 'one' &&
    sweep.palette === look.palette &&
    sweep.customers.join() === customers.join() &&
    look.kind === null &&
    look.customers === 'usual'
  if (!isSame || schedules <= tried) return sweep
  const expectedLeft = schedules - tried
  const secondsLeft = sweep.perSecond === null ? null : expectedLeft / sweep.perSecond
  return { ...sweep, tried, expectedLeft, secondsLeft }
}

interface ProgressProps {
  readonly sweep: SweepState
  readonly session: AtlasView['session']
}

function Progress({ sweep, session }: ProgressProps) {
  const { tried, expectedLeft, status } = sweep
  const total = tried + expectedLeft
  const isStopped = status.kind === 'paused'
  return (
    <section className={styles['bar']} aria-label="Sweep">
      <progress
        className={styles['progress']}
        aria-label="Schedules tried"
        value={status.kind === 'loading' ? status.share : tried}
        max={status.kind === 'loading' ? 1 : Math.max(total, 1)}
      />
      <span className={styles['words']}>{progressWords(sweep)}</span>
      {status.kind === 'failed' || isStopped ? (
        <button type="button" className={styles['quiet']} onClick={session.resume} disabled={!isStopped}>
          <Play size={12} aria-hidden="true" />
          Continue
        </button>
      ) : (
        <button type="button" className={styles['quiet']} onClick={session.pause}>
          <Pause size={12} aria-hidden="true" />
          Pause
        </button>
      )}
      <button type="button" className={styles['quiet']} onClick={session.cancel}>
        <X size={12} aria-hidden="true" />
        Cancel
      </button>
    </section>
  )
}

/** `1,240 of 2,531 tried, 45 a second, 30 s left`. */
function progressWords({ tried, expectedLeft, status, perSecond, secondsLeft }: SweepState): string {
  const of = `${tried.toLocaleString('en')} of ${(tried + expectedLeft).toLocaleString('en')} tried`
  switch (status.kind) {
    case 'loading':
      return `Loading Postgres, ${Math.round(status.share * 100)} %`
    case 'waiting':
      return `${of}; paused while a run plays`
    case 'paused':
      return `${of}; paused`
    case 'failed':
      return `${of}. ${status.reason}`
    case 'over':
      return of
    case 'running': {
      if (perSecond === null || secondsLeft === null) return of
      return `${of}, ${Math.round(perSecond)} a second, ${durationWords(secondsLeft)} left`
    }
  }
}

function durationWords(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.ceil(seconds))} s`
  return seconds < 5_400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3_600).toFixed(1)} h`
}
