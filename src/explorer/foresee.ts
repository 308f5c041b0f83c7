/**
 * What can be known of a run with one fault more from the run without it. Until the fault happens both are one.
 *
 * A server that dies leaves nothing of what `left-over.ts` calls lost. So two of its crashes leave the same if all that
 * happens between them is lost, at one moment, and no id or number is drawn meanwhile: then the world is in one state, and
 * the rest is one too. What the rest cannot tell of the past is compared besides: whether a transaction is rolled back,
 * and which “sometimes” statements came true.
 *
 * A clock that jumps makes a difference to those alone who read it afterwards.
 */
import { formatPoint, parsePoint, type Fault, type Run, type TraceEvent, type What } from '#simulator'
import { effectOf } from '#simulator/faults/registry.ts'
import type { Foresight } from './foreseen.ts'
import { isLost, isRestart } from './left-over.ts'
import { reachedIn } from './reachability.ts'

/** A run in which all faults have happened and none lasts, and nothing is by chance: of others nothing is said. */
export function foresee(run: Run): Foresight {
  const { input, untold, end, points, faults } = run
  const isSure = end.kind === 'settled' && input.seed === 1 && faults.every(({ fired }) => fired)
  if (untold === undefined || !isSure || input.plan.some(lasts)) return {}
  const struck = new Set(input.plan.map(({ point }) => formatPoint(point)))
  const places = placesIn(run).filter(
    ({ point, event: { actor } }) =>
      actor.role === 'server' && parsePoint(point).role === 'server' && !struck.has(point),
  )
  const positionOf = ({ point }: Place): number => points.indexOf(point)
  const cuts = places.flatMap((place) => {
    const draws = untold.draws.filter((by) => by <= positionOf(place)).length
    return [
      { text: `${place.before} ${draws}`, past: place.event.index - 1 },
      { text: `${place.after} ${draws}`, past: place.event.index },
    ]
  })
  const left = numbersOf(run, cuts)
  const isUnread = (place: Place): boolean => {
    const { actor } = place.event
    return 'name' in actor && (untold.clockReads[actor.name] ?? 0) <= positionOf(place)
  }
  const jumps = reachedByJumps(
    run,
    places.filter(isUnread).map(({ event }) => event),
  )
  const foresight: { [point: string]: Foresight[string] } = {}
  for (const [at, { point, event }] of places.entries()) {
    const [before = -1, after = -1] = left.slice(2 * at)
    foresight[point] = { before, after, jump: jumps.get(event) ?? null }
  }
  return foresight
}

/**
 * A slow request reaches the other side although who sent it dies, and no event tells that it was sent; an outage makes
 * looks for work wait.
 */
function lasts(fault: Fault): boolean {
  return effectOf(fault, 'slow') !== null || effectOf(fault, 'outage') !== null
}

/** An operation, and what tells the state that a crash of its process would leave before and after it. */
interface Place {
  readonly point: string
  readonly event: TraceEvent
  readonly before: string
  readonly after: string
}

function placesIn({ trace }: Run): readonly Place[] {
  const places: Place[] = []
  const seen = new Set<string>()
  /** By server: the last event that it would not take with it, and whether it has a transaction open. */
  const servers = new Map<string, { kept: number; isOpen: boolean }>()
  let isAllKept = false
  for (const event of trace) {
    const { actor, what, index, atMs, point } = event
    if (what.kind === 'fault' || what.kind === 'violated') continue
    isAllKept ||= isRestart(actor, what)
    const own = 'name' in actor && actor.role === 'server' ? actor.name : null
    if (own !== null && !servers.has(own)) servers.set(own, { kept: 0, isOpen: false })
    const told = (): string => {
      const { kept = 0, isOpen = false } = servers.get(own ?? '') ?? {}
      return `${own} ${atMs} ${kept} ${isOpen}`
    }
    const before = told()
    for (const [name, server] of servers) {
      if (name !== own || isAllKept || !isLost(what, nothing)) server.kept = index
      // There is one transaction at a time.
      if (what.kind === 'commit' || what.kind === 'rollback') server.isOpen = false
      else if (what.kind === 'begin' && name === own) server.isOpen = true
    }
    if (point === null || seen.has(point)) continue
    seen.add(point)
    places.push({ point, event, before, after: told() })
  }
  return places
}

/** A transaction that a crash ends has committed nothing. */
const nothing: ReadonlySet<string> = new Set()

interface Cut {
  readonly text: string
  /** How many events there are by then. */
  readonly past: number
}

/** The same number for cuts with the same text, if the same “sometimes” statements came true by the first and the last. */
function numbersOf(run: Run, cuts: readonly Cut[]): readonly number[] {
  const groups = new Map<string, Cut[]>()
  for (const cut of cuts) groups.set(cut.text, [...(groups.get(cut.text) ?? []), cut])
  const reachedBy = ({ past }: Cut): string =>
    reachedIn({ input: run.input, trace: run.trace.slice(0, past) }).join()
  const numbers = new Map<Cut, number>()
  for (const group of groups.values()) {
    const [first, last] = [group[0], group.at(-1)]
    if (first === undefined || last === undefined) continue
    const isOne = first.past === last.past || reachedBy(first) === reachedBy(last)
    const number = numbers.size
    for (const [at, cut] of group.entries()) numbers.set(cut, isOne ? number : number + at)
  }
  return cuts.map((cut) => numbers.get(cut) ?? -1)
}

/** The fewer events come after a jump, the less it reaches: where the first and the last reach the same, all do. */
function reachedByJumps(run: Run, jumps: readonly TraceEvent[]): ReadonlyMap<TraceEvent, readonly string[]> {
  const reached = new Map<TraceEvent, readonly string[]>()
  for (const server of new Set(jumps.map(({ actor }) => JSON.stringify(actor)))) {
    const own = jumps.filter(({ actor }) => JSON.stringify(actor) === server)
    const [first, last] = [own[0], own.at(-1)]
    if (first === undefined || last === undefined) continue
    const [most, least] = [reachedWith(run, first), reachedWith(run, last)]
    const isOne = most.join() === least.join()
    for (const event of own) reached.set(event, isOne ? most : reachedWith(run, event))
  }
  return reached
}

function reachedWith(run: Run, { index, atMs, actor }: TraceEvent): readonly string[] {
  const what: What = { kind: 'process', change: 'clock-jumped', restartAtMs: null }
  const nowhere = { cause: null, subject: null, request: null, point: null, site: null, changes: [] }
  const jump: TraceEvent = { index: index - 0.5, atMs, actor, ...nowhere, what }
  return reachedIn({ input: run.input, trace: run.trace.toSpliced(index - 1, 0, jump) })
}
