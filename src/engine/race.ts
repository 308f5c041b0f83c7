/**
 * A race of messages, timers, children and steps (E17). It is one step of its workflow: one record says who has won, so
 * what the others would have given is neither taken nor recorded.
 */
import { checkDuration, checkStepOptions, checkText, checkTopic } from './arguments.ts'
import { createAbort } from './abort.ts'
import { endTopic, readEnd } from './children.ts'
import type { Json } from './environment.ts'
import { InvalidArgumentError, NonDeterminismError } from './errors.ts'
import { never, type Call, type Execution } from './execution.ts'
import { attemptStep, type StepOutcome, type Work } from './plain-step.ts'
import { recordCancellation, recordFailure, recordOutput } from './record-step.ts'
import type { Resting } from './resting.ts'
import { receive, type Inbox } from './waits.ts'
import type { Contender, StepAttempt, StepOptions, Winner } from './workflow.ts'

/**
 * For `ctx.race`: the next message of a topic.
 * @example const first = await ctx.race({ paid: message<Payment>('payment'), late: timer(60_000) })
 */
export function message<T>(topic: string): Contender<T> {
  return { kind: 'message', topic }
}

/** For `ctx.race`: wins with null when the milliseconds are over. @example timer(30 * 60_000) */
export function timer(ms: number): Contender<null> {
  return { kind: 'timer', ms }
}

/**
 * For `ctx.race`: as `ctx.step`. If another wins, its signal is aborted, and nothing of it is recorded.
 * @example ctx.race({ quote: step('ask', ({ signal }) => ask(signal)), late: timer(5_000) })
 */
export function step<T>(
  name: string,
  run: (attempt: StepAttempt) => T | Promise<T>,
  options?: StepOptions,
): Contender<T> {
  return { kind: 'step', name, run, ...(options ? { options } : {}) }
}

/** Who takes part, by the name that it wins under. */
export type Contenders = Readonly<Record<string, Contender<unknown>>>

/** What a race's record says. A message says its topic, since it was taken by the statement that wrote the record. */
interface Won {
  readonly winner?: string
  readonly topic?: string
  readonly payload: Json
}

/** G1, G2. @throws {InvalidArgumentError} */
export function checkContenders(contenders: Contenders): void {
  // Whoever writes JavaScript may have passed anything.
  const names = Object.keys(contenders ?? {})
  checkText(names.join(), 'The names of a race, together,')
  for (const name of names) {
    const contender = contenders[name]
    if (!['message', 'timer', 'step', 'child'].includes(String(contender?.kind)))
      throw new InvalidArgumentError(
        `The contender ${name} of a race`,
        'is none',
        'what message, timer or step returns, or a child',
      )
    if (contender?.kind === 'message') checkTopic(contender.topic, `The topic of ${name}`)
    if (contender?.kind === 'timer') checkDuration(contender.ms, `The duration of ${name}`)
    if (contender?.kind === 'step') {
      checkText(contender.name, `The name of step ${name}`)
      checkStepOptions(contender.options, contender.name)
    }
  }
}

/** @returns what is recorded, for `readWinner` @throws {StepError} where a step failed first */
export async function runRace(
  execution: Execution,
  call: Call,
  contenders: Contenders,
  { inbox, resting }: { readonly inbox: Inbox; readonly resting: Resting },
): Promise<Json> {
  const named = Object.entries(contenders)
  const topics = [...new Set(named.flatMap(([, contender]) => topicOf(contender) ?? []))]
  const timers = named
    .flatMap(([winner, of]) => (of.kind === 'timer' ? [{ winner, ms: of.ms }] : []))
    .toSorted((a, b) => a.ms - b.ms)
  const [first] = timers
  const abort = createAbort()
  let hasBegun = false
  let isOver = false
  let done: { readonly winner: string; readonly outcome: StepOutcome } | null = null

  async function attempt(winner: string, index: number, work: Omit<Work, 'step'>): Promise<void> {
    call.working += 1
    const outcome = await attemptStep(
      execution,
      call,
      { ...work, step: `${call.step}.${index}` },
      abort,
    ).catch((error: unknown): StepOutcome => ({ kind: 'failed', error }))
    if (isOver) return
    call.working -= 1
    done ??= { winner, outcome }
    call.look?.()
  }

  const steps = {
    begin() {
      if (hasBegun) return
      hasBegun = true
      call.abort = abort.abort
      for (const [index, [winner, contender]] of named.entries())
        if (contender.kind === 'step') void attempt(winner, index, contender)
      resting.began(call)
    },
    isDecided: () => done !== null,
    /** Records what a step has come to: no message, and no time, was recorded before. */
    async decide(): Promise<Json> {
      if (execution.broken) throw execution.broken
      const { winner, outcome } = done ?? failed('A race is decided by a step that has ended.')
      if (outcome.kind === 'done') return recordOutput(execution, call, { payload: outcome.output, winner })
      return outcome.kind === 'failed'
        ? recordFailure(execution, call, outcome.error)
        : recordCancellation(execution, call, outcome.error)
    },
  }

  try {
    return await receive(execution, call, {
      inbox,
      resting,
      topics,
      timeoutMs: first?.ms ?? null,
      overText: JSON.stringify({ payload: null, winner: first?.winner }),
      saysTopic: true,
      other: steps,
    })
  } finally {
    isOver = true
    call.working = 0
    call.abort = null
    abort.abort(new Error('Another contender of its race has won.'))
  }
}

/**
 * The winner, from the race's record; a record of one that takes no part in it any more does not fit this code (E14).
 * @throws {WorkflowFailedError} where it is a child that failed
 */
export function readWinner<All extends Contenders>(
  execution: Execution,
  race: string,
  contenders: All,
  record: Json,
): Winner<All> | Promise<never> {
  // What this module, or its statement, has recorded.
  const { winner, topic, payload } = record as unknown as Won
  const [name, contender] =
    Object.entries(contenders).find(([key, of]) =>
      topic === undefined ? key === winner : topicOf(of) === topic,
    ) ?? []
  if (name === undefined || !contender) {
    execution.block(new NonDeterminismError(race, `won by ${topic ?? winner ?? ''}`, null))
    return never()
  }
  const value = contender.kind === 'child' ? readEnd(contender.id, payload) : payload
  // The name and the value are those of one of them.
  return { winner: name, value } as Winner<All>
}

function topicOf(contender: Contender<unknown>): string | null {
  if (contender.kind === 'message') return contender.topic
  return contender.kind === 'child' ? endTopic(contender.id) : null
}

function failed(message: string): never {
  throw new Error(message)
}
