/**
 * An exploration: which schedules there are still to be tried, and what those tried have shown.
 *
 * It owns the frontier and nothing else: no clock, no worker, no simulator. Whoever runs jobs asks for some and reports
 * their outcomes in any order. Invariants:
 *
 * - **X1** Each set of faults is tried once: a fault is added only at operations after that of the last one, or at the
 *   same one, later in the palette. Second faults come from the points of the run with the first.
 * - **X2** All schedules of one fault come first; then each of them has its others added, and all that come of it are
 *   tried, before the next one's turn; random ones come last. Only plans that wait to have faults added are kept, few at
 *   any time, and not their points: these are asked for again when their turn comes.
 * - **X3** A snapshot taken at any moment goes on as if nothing had been: what was handed out and not reported is handed
 *   out again under another number, so that a late report of the old one counts for nothing.
 * - **X4** Where the last faults of two runs left the same state behind, faults are added to the rest of one of them only,
 *   that which may get at least as many.
 * - **X5** Of last faults that are known to leave the same behind, one is run, and what it comes to counts for all of
 *   them; a last fault that nobody ever notices comes to what the run without it has come to.
 */
import { defaultInput, parsePlan, type FaultKind, type Input } from '#simulator'
import { childrenOf, type Child, type Reached } from './children.ts'
import { expectedLeft, type Expanded } from './expectation.ts'
import { createFindings, type Findings } from './findings.ts'
import { sortForeseen } from './foreseen.ts'
import { createFrontier, leftOf, likesOf, type FrontierSnapshot, type Task } from './frontier.ts'
import type { Behaviour, Job, Outcome } from './job.ts'
import { offersPreemptions, type Palette } from './palette.ts'
import { randomInput } from './random-schedule.ts'
import { createRests } from './rests.ts'

/** What is to be explored. */
export interface Bound {
  /** Inputs without faults: implementations × guards × customers × stock × servers. */
  readonly bases: readonly Input[]
  /** At most so many faults at once, enumerated without gaps. */
  readonly faults: number
  /** At most so many operations besides let others go first. Absent: none. */
  readonly preemptions?: number
  readonly palette: Palette
  /** Only faults of these kinds; `preempt` among them counts as a fault. Absent: all that the palette has. */
  readonly kinds?: readonly FaultKind[]
  /** Whether a preemption counts as a fault whatever the palette has. Absent: no. */
  readonly preempts?: boolean
  /** How late each message is tried to be besides, as text: `10s`. Absent: no more than the palette has. */
  readonly delays?: readonly string[]
  /** Random schedules after all others. */
  readonly random: { readonly schedules: number; readonly seed: number } | null
  /**
   * False: runs that go on alike are all gone on with, every operation lets others go first, and every run is judged from
   * its start. Only to show that it makes no difference.
   */
  readonly reduces: boolean
  /** Of the ways of reducing only these. Absent: all. */
  readonly reductions?: readonly Reduction[]
  /**
   * Only this share of the first faults is tried, with all that comes of it: each `count`-th, starting elsewhere in each
   * base. Runs without faults and random ones are in every share. Absent: all.
   */
  readonly shard?: Shard
}

/**
 * Ways to run less. `same-rest`: X4. `conflicts`: an operation lets others go first only where it may matter.
 * `clean-before`: safety is asked from the last fault on. `foreseen`: X5.
 */
export type Reduction = 'same-rest' | 'conflicts' | 'clean-before' | 'foreseen'

/** One of `count` shares, which have every first fault among them once. */
export interface Shard {
  /** 1 to `count`. */
  readonly index: number
  readonly count: number
}

/** How far an exploration has come. */
export interface Progress {
  readonly tried: number
  readonly violating: number
  /** Schedules that violate nothing as far as they were run, and were stopped before their end. */
  readonly notJudged: number
  /** Schedules left out since another one had come to the same state, with at least as many faults left. */
  readonly pruned: number
  /** Those still to be tried, as far as is known: where faults are still to be added, by what it was like so far. */
  readonly expectedLeft: number
}

export interface Exploration {
  readonly bound: Bound
  /** Hands out up to `most` jobs; none where all are handed out, or where the next ones follow from those. */
  next(most: number): readonly Job[]
  /** Takes the outcome of a job that was handed out; of any other it counts for nothing. */
  report(job: Job, outcome: Outcome): void
  /** Takes back jobs that nobody runs any more. */
  giveBack(jobs: readonly Job[]): void
  /** True when everything has been tried and reported. */
  isOver(): boolean
  progress(): Progress
  findings(): Findings
  /** Sentences about schedules with which the simulator itself could not cope. */
  failures(): readonly string[]
  snapshot(): Snapshot
}

/** An exploration as plain JSON. */
export interface Snapshot {
  readonly bound: Bound
  readonly frontier: FrontierSnapshot
  readonly rests: readonly (readonly [string, readonly number[]])[]
  readonly findings: Findings
  readonly failures: readonly string[]
  readonly pruned: number
  readonly nextJob: number
  /** Points of each base, for random schedules; null where they have not come yet. */
  readonly basePoints: readonly (readonly string[] | null)[]
  readonly expanded: Expanded
}

/** Failures of our own are all alike: a few are enough to see. */
const mostFailures = 10
/** After all that are enumerated. */
const randomPlace = 1_000_000_000

/** What is counted of a run, and how it behaved if faults may be added. */
type Judged = Omit<Outcome & { readonly kind: 'verdicts' }, 'kind' | 'behaviour'> &
  Partial<Pick<Outcome & { readonly kind: 'verdicts' }, 'behaviour'>>

/** @throws {RangeError} if the shard is none */
export function startExploration(bound: Bound): Exploration {
  const { index, count } = bound.shard ?? { index: 1, count: 1 }
  if (index < 1 || index > count)
    throw new RangeError(`Shard ${index} of ${count} is none: they count from 1.`)
  const tries = bound.bases.map((_, base): Task => ({
    base,
    plan: '',
    place: [base],
    faultsLeft: bound.faults,
    preemptionsLeft: bound.preemptions ?? 0,
    violatedBefore: [],
    skip: 0,
  }))
  return resumeExploration({
    bound,
    frontier: { tries, expansions: [], randomFrom: 0, randomAgain: [] },
    rests: [],
    findings: createFindings().read(),
    failures: [],
    pruned: 0,
    nextJob: 1,
    basePoints: bound.bases.map(() => null),
    expanded: {},
  })
}

export function resumeExploration(snapshot: Snapshot): Exploration {
  const { bound } = snapshot
  const randomSchedules = bound.random?.schedules ?? 0
  const frontier = createFrontier(snapshot.frontier, randomSchedules)
  const rests = createRests(snapshot.rests)
  const findings = createFindings(snapshot.findings)
  const failures = [...snapshot.failures]
  const basePoints = [...snapshot.basePoints]
  const handedOut = new Map<number, Task>()
  const expanded: { [faultsLeft: string]: Expanded[string] } = { ...snapshot.expanded }
  const preempts = (bound.preemptions ?? 0) > 0 || offersPreemptions(bound)
  let { pruned, nextJob } = snapshot

  const uses = (reduction: Reduction): boolean =>
    bound.reduces && bound.reductions?.includes(reduction) !== false

  function inputOf({ base, plan, random }: Task): Input {
    if (random === undefined) return { ...(bound.bases[base] ?? defaultInput), plan: parsePlan(plan) }
    const points = basePoints.map((known) => known ?? [])
    return randomInput(bound.bases, points, bound.random?.seed ?? 0, random)
  }

  function jobOf(task: Task): Job {
    const id = nextJob
    nextJob += 1
    handedOut.set(id, task)
    const wants = task.expands === true ? 'points' : 'verdicts'
    const faultsLeft = leftOf(task)
    const preemptions = uses('conflicts') ? 'reduced' : 'all'
    const { plan, random, violatedBefore } = task
    const isCleanBefore = plan !== '' && random === undefined && violatedBefore.length === 0
    return {
      id,
      input: inputOf(task),
      wants,
      faultsLeft,
      ...(wants === 'verdicts' && isCleanBefore && uses('clean-before') ? { isCleanBefore } : {}),
      ...(wants === 'points' && faultsLeft === 1 && uses('foreseen') ? { foresees: true } : {}),
      ...(wants === 'points' && preempts ? { preemptions } : {}),
    }
  }

  function count(task: Task, input: Input, outcome: Judged): void {
    const { violated, notJudged, fired, reached } = outcome
    const { random, violatedBefore } = task
    const place =
      random === undefined ? task.place : [bound.bases.length, ...input.plan.map(() => randomPlace + random)]
    findings.add({ input, place, violated, isCutOff: notJudged !== null, violatedBefore, fired, reached })
  }

  function tried(task: Task, input: Input, outcome: Judged): void {
    const { violated, notJudged, behaviour } = outcome
    const { random } = task
    count(task, input, outcome)
    if (random !== undefined) return
    // How many turns a run has taken when it is stopped is not what those that are alike have in common.
    if (notJudged === null) for (const like of likesOf(task)) count(like, inputOf(like), outcome)
    else frontier.add(likesOf(task))
    const skip = uses('same-rest') && behaviour ? claim(task, behaviour) : 0
    const isWanted = leftOf(task) > 0 || (task.plan === '' && randomSchedules > 0)
    if (isWanted) frontier.expand({ ...task, expands: true, violatedBefore: violated, skip })
  }

  /** X4 */
  function claim(task: Task, { hash, pointsLeft }: Behaviour): number {
    if (leftOf(task) === 0) return 0
    const { base, faultsLeft, preemptionsLeft = 0 } = task
    return rests.claim(`${base} ${preemptionsLeft} ${hash}`, faultsLeft, pointsLeft)
  }

  function gotPoints(task: Task, { plan }: Input, reached: Reached): void {
    if (task.plan === '') basePoints[task.base] = reached.points
    const left = leftOf(task)
    if (left === 0) return
    const budget = { faults: task.faultsLeft, preemptions: task.preemptionsLeft ?? 0 }
    const children = childrenOf(plan, reached, bound, budget).filter(({ order }) => isInShard(task, order))
    // X4: those at the very operation of the last fault are no part of the rest.
    const kept = children.filter(({ isLater, pointsAfter }) => !isLater || pointsAfter >= task.skip)
    pruned += children.length - kept.length
    const before = expanded[left] ?? { plans: 0, faults: 0 }
    expanded[left] = { plans: before.plans + 1, faults: before.faults + kept.length }
    const taskOf = ({ fault, spends, order }: Child): Task => ({
      base: task.base,
      plan: task.plan === '' ? fault : `${task.plan};${fault}`,
      place: [...task.place, order],
      faultsLeft: budget.faults - (spends === 'faults' ? 1 : 0),
      preemptionsLeft: budget.preemptions - (spends === 'preemptions' ? 1 : 0),
      violatedBefore: task.violatedBefore,
      skip: 0,
    })
    // X5
    const { unnoticed, groups } = sortForeseen(kept, reached.foresight ?? {})
    for (const { child, reached: seen } of unnoticed) {
      const like = taskOf(child)
      count(like, inputOf(like), {
        violated: task.violatedBefore,
        notJudged: null,
        fired: true,
        reached: seen,
      })
    }
    frontier.add(
      groups.map(([first, ...others]) => ({
        ...taskOf(first),
        ...(others.length > 0 && {
          alike: others.map(taskOf).map(({ plan, place }) => ({ plan, place })),
        }),
      })),
    )
  }

  function isInShard({ base, plan }: Task, order: number): boolean {
    if (bound.shard === undefined || plan !== '') return true
    const { index, count } = bound.shard
    return (order + base) % count === index - 1
  }

  function failed(task: Task, reason: string): void {
    if (failures.length < mostFailures) failures.push(reason)
    frontier.add(likesOf(task))
    if (task.plan === '' && task.random === undefined) basePoints[task.base] ??= []
  }

  return {
    bound,
    next(most) {
      const jobs: Job[] = []
      while (jobs.length < most) {
        // X2: a random schedule is drawn from the points of its base.
        const task = frontier.take(!basePoints.includes(null))
        if (task === null) break
        jobs.push(jobOf(task))
      }
      return jobs
    },
    report({ id, input }, outcome) {
      const task = handedOut.get(id)
      if (task === undefined) return
      handedOut.delete(id)
      if (outcome.kind === 'verdicts') tried(task, input, outcome)
      else if (outcome.kind === 'points') gotPoints(task, input, outcome)
      else failed(task, outcome.reason)
    },
    giveBack(jobs) {
      for (const { id } of jobs) {
        const task = handedOut.get(id)
        if (task !== undefined) frontier.giveBack(task)
        handedOut.delete(id)
      }
    },
    isOver: () => handedOut.size === 0 && frontier.isEmpty(),
    progress() {
      const left = [...frontier.left(), ...handedOut.values()]
      return {
        ...findings.counts(),
        pruned,
        expectedLeft: expectedLeft(left, expanded) + frontier.randomLeft(),
      }
    },
    findings: () => findings.read(),
    failures: () => failures,
    snapshot() {
      // X3
      const rest = createFrontier(frontier.snapshot(), randomSchedules)
      for (const task of handedOut.values()) rest.giveBack(task)
      return structuredClone({
        bound,
        frontier: rest.snapshot(),
        rests: rests.snapshot(),
        findings: findings.read(),
        failures,
        pruned,
        nextJob,
        basePoints,
        expanded,
      })
    },
  }
}
