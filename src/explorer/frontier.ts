/** The frontier: what is still to be handed out, in its order. Plain data, small: plans, never runs. */

/** A schedule to be tried, or a tried one that waits to have faults added. */
export interface Task {
  /** Position of its base in the bound. */
  readonly base: number
  /** As text. */
  readonly plan: string
  /** Which of the faults offered each of its faults was, after the number of its base. */
  readonly place: readonly number[]
  /** How many faults may still be added. */
  readonly faultsLeft: number
  /** How many of its operations may still let others go first, besides; absent: none. */
  readonly preemptionsLeft?: number
  /** What it violates without its last fault; where it waits to have faults added, what it violates. */
  readonly violatedBefore: readonly string[]
  /** How many of its last operations get no fault, since another run has gone on alike. */
  readonly skip: number
  /** It has been tried, and its points are wanted. */
  readonly expands?: true
  /** The number of a random schedule. */
  readonly random?: number
  /** Others with the same parent that are known to come to the same (X5): they are not run. */
  readonly alike?: readonly Pick<Task, 'plan' | 'place'>[]
}

/** The schedules that are known to come to what this one comes to. */
export function likesOf({ alike = [], ...task }: Task): readonly Task[] {
  return alike.map((like) => ({ ...task, ...like }))
}

/** Faults and preemptions that may still be added. */
export function leftOf({ faultsLeft, preemptionsLeft = 0 }: Task): number {
  return faultsLeft + preemptionsLeft
}

export interface Frontier {
  add(tries: readonly Task[]): void
  expand(task: Task): void
  /** Something that was handed out is to be handed out again, before all others. */
  giveBack(task: Task): void
  /** @param mayDraw false: what random schedules are drawn from is not known yet */
  take(mayDraw: boolean): Task | null
  isEmpty(): boolean
  /** All but the random ones, in no order. */
  left(): readonly Task[]
  randomLeft(): number
  snapshot(): FrontierSnapshot
}

export interface FrontierSnapshot {
  readonly tries: readonly Task[]
  readonly expansions: readonly Task[]
  /** The number of the next random schedule. */
  readonly randomFrom: number
  /** Earlier ones that are to be handed out again. */
  readonly randomAgain: readonly number[]
}

/** @param randomSchedules how many there are in all */
export function createFrontier(from: FrontierSnapshot, randomSchedules: number): Frontier {
  const tries = createQueue(from.tries)
  /** By the number of their faults. */
  const expansions: Queue<Task>[] = []
  for (const task of from.expansions) expansionsLike(task).add([task])
  const randomAgain = createQueue(from.randomAgain)
  let { randomFrom } = from

  function expansionsLike({ place }: Task): Queue<Task> {
    const faults = place.length - 1
    for (let known = expansions.length; known <= faults; known += 1) expansions.push(createQueue([]))
    return expansions[faults] ?? createQueue([])
  }

  /** X2: the bases, then those with the most faults. */
  function takeExpansion(): Task | null {
    const [bases, ...rest] = expansions
    let task = bases?.take() ?? null
    for (const queue of rest.toReversed()) task ??= queue.take()
    return task
  }

  const waiting = (): readonly Task[] => expansions.flatMap((queue) => queue.all())

  function takeRandom(): Task | null {
    let random = randomAgain.take()
    if (random === null && randomFrom < randomSchedules) {
      random = randomFrom
      randomFrom += 1
    }
    if (random === null) return null
    return { base: 0, plan: '', place: [], faultsLeft: 0, violatedBefore: [], skip: 0, random }
  }

  const randomLeft = (): number => randomAgain.all().length + randomSchedules - randomFrom

  return {
    add: (tasks) => tries.add(tasks),
    expand: (task) => expansionsLike(task).add([task]),
    giveBack(task) {
      if (task.random !== undefined) randomAgain.add([task.random])
      else if (task.expands === true) expansionsLike(task).giveBack(task)
      else tries.giveBack(task)
    },
    take: (mayDraw) => tries.take() ?? takeExpansion() ?? (mayDraw ? takeRandom() : null),
    isEmpty: () => tries.all().length + waiting().length + randomLeft() === 0,
    left: () => [...tries.all(), ...waiting()],
    randomLeft,
    snapshot: () => ({
      tries: tries.all(),
      expansions: waiting(),
      randomFrom,
      randomAgain: randomAgain.all(),
    }),
  }
}

interface Queue<T> {
  add(items: readonly T[]): void
  giveBack(item: T): void
  take(): T | null
  all(): readonly T[]
}

/** First come, first served, without moving all that wait each time. */
function createQueue<T>(from: readonly T[]): Queue<T> {
  let items: T[] = [...from]
  let first = 0
  return {
    add(more) {
      for (const item of more) items.push(item)
    },
    giveBack(item) {
      items = [item, ...items.slice(first)]
      first = 0
    },
    take() {
      const item = items[first]
      if (item === undefined) return null
      first += 1
      if (first > 1_000 && first * 2 > items.length) {
        items = items.slice(first)
        first = 0
      }
      return item
    },
    all: () => items.slice(first),
  }
}
