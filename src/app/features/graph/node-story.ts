/** What a node looks like at every cursor of a run. */
import type { Run, TraceEvent } from '#simulator'
import { about } from '#simulator/sentence.ts'
import { isRefused, isUnheard, labelOf, type Execution, type NodeHistory } from './executions.ts'
import { isBeginning } from '../../model/beginning.ts'
import { closedGap, gapAfter, latestOrNext, type Gap } from './gaps.ts'
import { bracketOf, rowsOf, type Bracket, type Row } from './rows.ts'

export type NodeStatus =
  | 'ahead'
  | 'running'
  | 'waiting'
  /** Its server stands still in the middle of it. */
  | 'frozen'
  /** What it asked for was done, or was not: it heard no answer. */
  | 'unknown'
  | 'ran'
  | 'rolled-back'
  | 'cut'
  | 'violating'

export interface NodeState {
  readonly status: NodeStatus
  /** True where the event at the cursor is this node's. */
  readonly current: boolean
  /** The step's number; null where there is none, or none yet. */
  readonly step: string | null
  readonly bracket: Bracket
  readonly rows: readonly OpenRow[]
  /** The gap above the first row, after the begin; null where there is no begin. */
  readonly topGap: Gap | null
  /** The gap after the node's last operation; it lies on the edges that leave the node. */
  readonly exit: Gap
  readonly marks: readonly Mark[]
  /** `24 of 30 min left`, `ran twice: event 10, 18`; null where nothing is to be said. */
  readonly note: string | null
  /** Share of the waiting time that is left, 0 to 1; null where it does not wait. */
  readonly left: number | null
  /** The event that a click on the node seeks: its latest up to the cursor, else its first; null if it has none. */
  readonly event: number | null
  /** Whether the run may come here yet: not all of it is known. */
  readonly isOpen: boolean
}

export interface OpenRow extends Row {
  /** The gap below the row; null under the last one and above a crash window's line. */
  readonly gap: Gap | null
}

export interface Mark {
  readonly kind: 'ran' | 'reused' | 'runs' | 'frozen' | 'unheard' | 'lost' | 'failed'
  /** `A ran it`, `B reused it`. */
  readonly words: string
}

/** A time in which the node's workflow slept in it. */
export interface Wait {
  readonly from: number
  readonly until: number
  readonly fromMs: number
  readonly dueMs: number
}

export interface NodeFacts {
  readonly id: string
  /** `reserveInventory`, for words. */
  readonly title: string
  readonly history: NodeHistory
  /** What is expected of it where it has not been reached yet, and in which run. */
  readonly expected: { readonly run: Run; readonly history: NodeHistory }
  readonly waits: readonly Wait[]
  /** When servers stood still, from the freeze's event to that of what ended it. */
  readonly freezes: readonly { readonly server: string; readonly from: number; readonly until: number }[]
  /** Violations that this node caused: the event and the invariant's name. */
  readonly violations: readonly { readonly at: number; readonly invariant: string }[]
}

/** States in order, each valid from a cursor on: the object stays the same while nothing changes. */
export interface Story<T> {
  readonly from: readonly number[]
  readonly states: readonly T[]
}

/** The state at a cursor. */
export function at<T>(story: Story<T>, cursor: number): T {
  const position = story.from.findLastIndex((from) => from <= cursor)
  const state = story.states[Math.max(0, position)]
  if (state === undefined) throw new Error('a story has at least one state')
  return state
}

/** All states of a node. */
export function nodeStory(facts: NodeFacts, run: Run): Story<NodeState> {
  const moments = new Set([0])
  const { executions, replays } = facts.history
  for (const { events, fate } of executions) {
    for (const { index } of events) moments.add(index).add(index + 1)
    if (fate.kind !== 'unfinished') moments.add(fate.at)
  }
  for (const replay of replays) moments.add(replay.at).add(replay.at + 1)
  for (const { from, until } of facts.waits)
    for (let index = from; index <= until; index += 1) moments.add(index)
  for (const { at: index } of facts.violations) moments.add(index)
  for (const freeze of facts.freezes) moments.add(freeze.from).add(freeze.until)
  const from = [...moments].toSorted((one, other) => one - other)
  return { from, states: from.map((cursor) => nodeState(facts, run, cursor)) }
}

/** A node's state at one cursor. */
function nodeState(facts: NodeFacts, run: Run, cursor: number): NodeState {
  const { executions, replays } = facts.history
  const shown = shownExecution(executions, cursor)
  const wait = facts.waits.find(({ from, until }) => from <= cursor && cursor < until)
  const violation = facts.violations.find(({ at: index }) => index <= cursor)
  const replay = replays.findLast(({ at: index }) => index <= cursor)
  const own = executions.flatMap(({ events }) => events)
  const nowMs = run.trace[cursor - 1]?.atMs ?? 0
  const frozen = isFrozen(facts, shown, cursor)
  const plain = statusOf(shown, cursor, replay !== undefined, wait !== undefined, violation !== undefined)
  const unheard = plain === 'running' && shown !== undefined && isUnheardOf(shown, cursor)
  const status = plain === 'running' ? (frozen ? 'frozen' : unheard ? 'unknown' : plain) : plain
  return {
    status,
    current: own.some(({ index }) => index === cursor) || replay?.at === cursor,
    step: shown?.step ?? replays[0]?.step ?? null,
    bracket: shown ? bracketOf(shown) : null,
    rows: shown ? openRows(facts, shown, run, cursor) : [],
    topGap: shown ? topGap(facts, shown, run, cursor) : null,
    exit: exitGap(facts, run, cursor),
    marks: marksOf(
      facts.history,
      cursor,
      wait !== undefined,
      frozen ? 'frozen' : unheard ? 'unheard' : 'runs',
    ),
    note: violation
      ? violationNote(violation.invariant, executions, cursor)
      : wait
        ? waitNote(wait, nowMs)
        : null,
    left: wait ? shareLeft(wait, nowMs) : null,
    event:
      latestOrNext(
        [...own].sort((one, other) => one.index - other.index),
        cursor,
      )?.index ?? null,
    isOpen: isBeginning(run),
  }
}

/** The most rows that a node ever shows in a run: what its box has room for. */
export function mostRows(history: NodeHistory, run: Run): number {
  return Math.max(0, ...history.executions.map((execution) => rowsOf(execution, run.trace.length).length))
}

/** Whether its server stands still in the middle of what is shown. */
function isFrozen(facts: NodeFacts, shown: Execution | undefined, cursor: number): boolean {
  if (shown === undefined || startOf(shown) > cursor) return false
  return facts.freezes.some(
    ({ server, from, until }) => server === shown.server && from <= cursor && cursor < until,
  )
}

/** Whether the answer to the latest operation is waited for in vain. */
function isUnheardOf({ events, operations }: Execution, cursor: number): boolean {
  const latest = operations.findLast(({ index }) => index <= cursor)
  return (
    latest !== undefined &&
    isUnheard(
      latest,
      events.filter(({ index }) => index <= cursor),
    )
  )
}

/** The execution of which the rows are shown: the latest that has begun, else the first to come. */
function shownExecution(executions: readonly Execution[], cursor: number): Execution | undefined {
  return executions.findLast((one) => startOf(one) <= cursor) ?? executions[0]
}

function startOf(execution: Execution): number {
  return execution.events[0]?.index ?? Number.POSITIVE_INFINITY
}

function statusOf(
  shown: Execution | undefined,
  cursor: number,
  reused: boolean,
  waiting: boolean,
  violating: boolean,
): NodeStatus {
  if (violating) return 'violating'
  if (waiting) return 'waiting'
  if (shown === undefined || startOf(shown) > cursor) return reused ? 'ran' : 'ahead'
  const { fate } = shown
  if (fate.kind === 'unfinished' || fate.at > cursor) return 'running'
  return fate.kind === 'done' ? 'ran' : fate.kind === 'refused' ? 'rolled-back' : fate.kind
}

function openRows(facts: NodeFacts, shown: Execution, run: Run, cursor: number): readonly OpenRow[] {
  const last = shown.operations.at(-1)
  return rowsOf(shown, cursor).map((row, position, rows): OpenRow => {
    const operation = shown.operations.find((event) => event.index === row.event)
    // The gap of a call inside a step lies below the window's line, which it explains.
    const isBeforeWindow = rows[position + 1]?.kind === 'window'
    const owner = row.kind === 'window' ? callBefore(shown, rows[position - 1]) : operation
    const isExit = owner === last && shown.fate.kind === 'done'
    if (owner === undefined || isBeforeWindow || isExit) return { ...row, gap: null }
    return { ...row, gap: gapOf(facts, owner, run, cursor) }
  })
}

function callBefore(shown: Execution, row: Row | undefined): TraceEvent | undefined {
  return shown.operations.find((event) => event.index === row?.event)
}

function topGap(facts: NodeFacts, shown: Execution, run: Run, cursor: number): Gap | null {
  const begin = shown.operations.find((event) => event.what.kind === 'begin')
  return begin ? gapOf(facts, begin, run, cursor) : null
}

function gapOf(facts: NodeFacts, operation: TraceEvent, run: Run, cursor: number): Gap {
  const label = labelOf(operation)
  const occurrences = facts.history.executions
    .flatMap((execution) => execution.operations)
    .filter((event) => labelOf(event) === label)
    .toSorted((one, other) => one.index - other.index)
  return gapAfter(gapId(facts.id, label), label, occurrences, run, cursor)
}

/** The gap after the last operation of those executions that came to their end. */
function exitGap(facts: NodeFacts, run: Run, cursor: number): Gap {
  const id = gapId(facts.id, 'exit')
  const end = latestOrNext(endsOf(facts.history), cursor)
  if (end !== undefined) return gapAfter(id, labelOf(end), [end], run, cursor)
  const [next] = endsOf(facts.expected.history)
  if (next !== undefined) return gapAfter(id, labelOf(next), [next], facts.expected.run, cursor)
  if (isBeginning(run)) return closedGap(id, `This run has not reached ${facts.title} yet`)
  return closedGap(
    id,
    facts.history.executions.length > 0
      ? `This run does not finish ${facts.title}`
      : `This run does not reach ${facts.title}`,
  )
}

/** The last operations of those executions that came to their end. */
function endsOf({ executions }: NodeHistory): readonly TraceEvent[] {
  const all = executions
    .filter(({ fate }) => fate.kind === 'done')
    .flatMap(({ operations }) => operations.at(-1) ?? [])
  // Going to sleep leaves the node only where nothing ever wakes it.
  const awake = all.filter((event) => !labelOf(event).startsWith('sleep:'))
  return awake.length > 0 ? awake : all
}

/** Names a gap: its node, and the operation to its left or `exit`. */
export function gapId(node: string, label: string): string {
  return `${node}|${label}`
}

/** Who ran it, in the order in which they first did, and who took it from its checkpoint. */
function marksOf(
  { executions, replays }: NodeHistory,
  cursor: number,
  waiting: boolean,
  running: 'runs' | 'frozen' | 'unheard',
): readonly Mark[] {
  const marks = new Map<string, { kind: Mark['kind']; server: string; at: number; times: number }>()
  const note = (kind: Mark['kind'], server: string, at: number) => {
    const key = `${kind} ${server}`
    const known = marks.get(key)
    marks.set(key, { kind, server, at: known?.at ?? at, times: (known?.times ?? 0) + 1 })
  }
  for (const execution of executions) {
    if (startOf(execution) > cursor) continue
    const { fate, server } = execution
    if (fate.kind === 'unfinished' || fate.at > cursor) note(running, server, startOf(execution))
    else note(markOf(execution, cursor), server, fate.at)
  }
  const did = [...marks.values()]
    .toSorted((one, other) => one.at - other.at)
    // Who failed and then ran it is told of once: there is room for two under a node.
    .filter(({ kind, server }) => !waiting && !(kind === 'failed' && marks.has(`ran ${server}`)))
    .map(({ kind, server, times }) => {
      const failures = kind === 'ran' ? (marks.get(`failed ${server}`)?.times ?? 0) : 0
      const often = failures > 0 ? `, try ${failures + times}` : times > 1 ? ` ${times}×` : ''
      return { kind, server, words: `${verbs[kind]}${often}` }
    })
  const reusers = new Set(replays.filter(({ at: index }) => index <= cursor).map(({ server }) => server))
  for (const server of reusers) did.push({ kind: 'reused', server, words: verbs.reused })
  return together(did)
}

/** The same in one mark, by whomever: there is room for two under a node. */
function together(
  deeds: readonly { readonly kind: Mark['kind']; readonly server: string; readonly words: string }[],
): readonly Mark[] {
  const marks = new Map<string, { readonly kind: Mark['kind']; readonly servers: string[] }>()
  for (const { kind, server, words } of deeds) {
    const known = marks.get(words)
    if (known === undefined) marks.set(words, { kind, servers: [server] })
    else known.servers.push(server)
  }
  return [...marks].map(([words, { kind, servers }]) => ({ kind, words: `${servers.join(', ')} ${words}` }))
}

const verbs = {
  ran: 'ran it',
  reused: 'reused it',
  runs: 'runs it',
  frozen: 'is frozen',
  unheard: 'gets no answer',
  lost: 'lost it',
  failed: 'failed',
} as const

/** A server that died has lost its work; one that lives is told that it failed. */
function markOf({ fate, operations }: Execution, cursor: number): Mark['kind'] {
  if (fate.kind === 'done') return 'ran'
  return operations.some((event) => event.index <= cursor && isRefused(event)) ? 'failed' : 'lost'
}

function violationNote(invariant: string, executions: readonly Execution[], cursor: number): string {
  const ends = executions.flatMap(({ fate }) => (fate.kind === 'done' && fate.at <= cursor ? [fate.at] : []))
  if (ends.length < 2) return `breaks ${invariant}`
  return `ran ${ends.length === 2 ? 'twice' : `${ends.length} times`}: event ${ends.slice(-2).join(', ')}`
}

function waitNote(wait: Wait, nowMs: number): string {
  const total = about(wait.dueMs - wait.fromMs)
  const left = about(Math.max(0, wait.dueMs - nowMs))
  const [number, unit] = left.split(' ')
  return total.endsWith(` ${unit ?? ''}`) ? `${number ?? left} of ${total} left` : `${left} of ${total} left`
}

function shareLeft(wait: Wait, nowMs: number): number {
  const whole = wait.dueMs - wait.fromMs
  return whole <= 0 ? 0 : Math.max(0, Math.min(1, (wait.dueMs - nowMs) / whole))
}

/** What a screen reader hears of a node: its state in words. */
export function statusWords(state: NodeState): string {
  switch (state.status) {
    case 'ahead':
      return state.rows.length > 0 || state.isOpen ? 'not yet reached' : 'not reached in this run'
    case 'running':
      return 'running'
    case 'waiting':
      return `waiting, ${state.note ?? ''}`
    case 'ran':
      return state.marks.map(({ words }) => words).join(', ')
    case 'frozen':
      return 'frozen'
    case 'unknown':
      return 'no answer yet'
    case 'rolled-back':
      return state.marks.some(({ kind }) => kind === 'failed') ? 'failed' : 'rolled back'
    case 'cut':
      return 'cut off before its checkpoint'
    case 'violating':
      return `violation: ${state.note ?? ''}`
  }
}
