import { useState } from 'react'
import type { Singles } from '#explorer/singles.ts'
import { VerdictMark } from '../parts/verdict-mark.tsx'
import { linkTo } from '../state/address.ts'
import type { Catalogue, Tone } from '../state/catalogue.ts'
import { guardWords } from '../state/guards.ts'
import { usePage } from '../state/page.tsx'
import { regressionTest } from '../state/share-texts.ts'
import styles from './card.module.css'
import { cellWords, columnWords, scheduleWords, tellingFirst, variantTitle, type Spot } from './cell-words.ts'
import { baseKey, inputOf, type Schedule } from './picture.ts'
import { Reasons } from './reasons.tsx'
import type { Session } from './session.ts'
import { usePrepared } from './use-prepared.ts'

interface CardProps {
  readonly spot: Spot
  readonly session: Session
  readonly onPlay: (schedule: Schedule) => void
}

/** So many of a cell's schedules are named; the rest are a number. */
const mostNamed = 5

/** What a cell stands for: whose checkout, which fault, what came of it, what would help, and the way to see it. */
export function Card({ spot, session, onPlay }: CardProps) {
  const catalogue = usePage((page) => page.catalogue)
  const { row, group, variant, column, cell } = spot
  const [first, ...others] = tellingFirst(cell)
  return (
    <section className={styles['card']} aria-label="Selected cell">
      <p className={styles['caption']}>
        {variantTitle(variant)}, {columnWords(catalogue, column)}
      </p>
      {first === undefined ? (
        <p className={styles['quiet']}>
          {group.step === '' ? row.words : `${group.step}, ${row.words}`}: {cellWords(cell)}.
        </p>
      ) : (
        <Told
          key={`${baseKey(first.base)} ${first.fault}`}
          schedule={first}
          session={session}
          onPlay={onPlay}
        />
      )}
      {others.length > 0 && (
        <div className={styles['others']}>
          <h3 className={styles['caption']}>In this cell too</h3>
          <ul>
            {others.slice(0, mostNamed).map((schedule) => (
              <li key={`${baseKey(schedule.base)} ${schedule.fault}`}>
                <VerdictMark tone={toneOf(schedule, catalogue)} />
                <button type="button" className={styles['other']} onClick={() => onPlay(schedule)}>
                  <ScheduleTitle schedule={schedule} />
                </button>
              </li>
            ))}
            {others.length > mostNamed && (
              <li className={styles['quiet']}>and {others.length - mostNamed} more</li>
            )}
          </ul>
        </div>
      )}
    </section>
  )
}

interface ToldProps {
  readonly schedule: Schedule
  readonly session: Session
  readonly onPlay: (schedule: Schedule) => void
}

function Told({ schedule, session, onPlay }: ToldProps) {
  const catalogue = usePage((page) => page.catalogue)
  const { notHeld } = schedule
  const isViolated = (notHeld?.violated.length ?? 0) > 0
  const input = inputOf(schedule)
  const prepared = usePrepared(input, isViolated || session.sweep !== null)
  const { run } = prepared
  const asked = run === null ? (notHeld?.asked ?? null) : catalogue.ask(run)
  const statements = catalogue.invariants.filter(({ id }) => notHeld?.violated.includes(id))
  const hint = guardHint(schedule, session.known, catalogue)
  return (
    <>
      <p className={styles['fault']}>
        <ScheduleTitle schedule={schedule} />
      </p>
      {asked !== null && <p className={styles['question']}>{asked.question}</p>}
      <p className={styles['answer']} data-tone={toneOf(schedule, catalogue)}>
        <VerdictMark tone={toneOf(schedule, catalogue)} />
        {asked?.answer ?? verdictWords(schedule)}
      </p>
      {isViolated && <Reasons schedule={schedule} prepared={prepared} />}
      {statements.length > 0 && (
        <ul className={styles['statements']} aria-label="Violated invariants">
          {statements.map(({ id, statement }) => (
            <li key={id}>
              <code>{id}</code> {statement}
            </li>
          ))}
        </ul>
      )}
      {hint !== null && (
        <p className={styles['hint']}>
          <VerdictMark tone="holds" />
          <span>
            With <b>{hint}</b> this run holds.
          </span>
        </p>
      )}
      <div className={styles['actions']}>
        <button type="button" className={styles['play']} onClick={() => onPlay(schedule)}>
          {isViolated ? 'Play to the violation' : 'Play it'}
        </button>
        {run !== null && (
          <Copy text={new URL(`#${linkTo(run, run.trace.length)}`, location.href).href}>Copy link</Copy>
        )}
        <Copy text={regressionTest(input, asked?.question ?? titleOf(schedule), notHeld?.violated ?? [])}>
          Copy as test
        </Copy>
      </div>
    </>
  )
}

function Copy({ text, children }: { readonly text: string; readonly children: string }) {
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
  }
  return (
    <button
      type="button"
      className={styles['copy']}
      onClick={() => void copy().catch(() => setCopied(false))}
      onBlur={() => setCopied(false)}
    >
      {isCopied ? 'Copied' : children}
    </button>
  )
}

function ScheduleTitle({ schedule }: { readonly schedule: Schedule }) {
  const { verb, operation, tail, detail } = scheduleWords(schedule)
  return (
    <>
      {verb} <code>{operation}</code> {tail}
      {detail !== null && ` ${detail}`}
    </>
  )
}

function titleOf(schedule: Schedule): string {
  const { verb, operation, tail, detail } = scheduleWords(schedule)
  return [verb, operation, tail, detail ?? ''].filter((part) => part !== '').join(' ')
}

function toneOf({ notHeld }: Schedule, catalogue: Catalogue): Tone | 'unknown' {
  if (notHeld === undefined) return 'unknown'
  if (notHeld === null) return 'holds'
  const { violated, asked } = notHeld
  return violated.length === 0 ? 'not-judged' : (asked?.tone ?? catalogue.toneOf(violated))
}

function verdictWords({ notHeld }: Schedule): string {
  if (notHeld === undefined) return 'Not tried yet.'
  if (notHeld === null) return 'Everything holds.'
  return notHeld.violated.length === 0 ? `Not judged. ${notHeld.notJudged ?? ''}` : 'Violated.'
}

/** A guard that its author left off and with which the same run is known to hold. */
function guardHint(
  { base, fault, notHeld }: Schedule,
  known: ReadonlyMap<string, Singles>,
  catalogue: Catalogue,
): string | null {
  if (!notHeld) return null
  const offered = catalogue.implementations.find(({ name }) => name === base.implementation)?.guards ?? []
  for (const { name, default: isOn } of offered) {
    if (isOn || base.guards[name] === true) continue
    const guarded = known.get(baseKey({ ...base, guards: { ...base.guards, [name]: true } }))
    if (guarded?.verdicts[fault] === null) return guardWords(name)
  }
  return null
}
