/**
 * One plain English sentence for each event: what a screen reader hears and the transport shows.
 *
 * Sentences are made from the trace alone. The shop's own functions have words of their own; whatever has none
 * is read from its name and its changes, so that edited code speaks too.
 */
import type { Json } from '#engine'
import type { Fault, Target } from './plan.ts'
import type { Run } from './run.ts'
import { tableTitle } from './tables.ts'
import type { Actor, RowChange, TraceEvent, What } from './trace.ts'

/** `B writes checkpoint 2, not yet committed`. Without a full stop. */
export function sentence(event: TraceEvent, run: Run): string {
  const who = nameOf(event.actor)
  const { what } = event
  switch (what.kind) {
    case 'statement':
      return `${who} ${statement(event, what)}`
    case 'begin':
      return `${who} opens a transaction to ${phrase(nameIn(what.label)).infinitive}`
    case 'commit':
      return `${who} commits ${committed(what, run)}`
    case 'rollback':
      return `Postgres rolls back ${transactionName(what.transaction, run)}: ${what.why}`
    case 'stripe-call':
      return `${who} ${stripeCall(what)}`
    case 'sent':
      return sent(who, what)
    case 'arrived':
      return `${who} gets ${messageWords(what.label, nameOf(what.from))}${arrivedWords(what)}`
    case 'no-answer':
      return `${who} gets ${noAnswerWords(what.why)}`
    case 'customer':
      return `${who} ${customer(what)}`
    case 'stripe':
      return `Stripe ${what.action}`
    case 'step':
      return `${who} ${step(what)}`
    case 'workflow':
      return `${who} ${workflow(event, what)}`
    case 'looked-for-work':
      return `${who} looks for work${what.times > 1 ? ` ${what.times} times` : ''} and finds none`
    case 'process':
      return process(event, what)
    case 'fault':
      return fault(what.fault, run)
    case 'violated':
      return violated(what.invariant, run)
    case 'asked':
      return 'The tables are checked'
    case 'settling':
      return 'The faults are over: what is down comes back, and time runs on'
    case 'ended':
      return what.failure === null ? 'The run ends' : `The run stops: ${what.failure}`
  }
}

/** `Alice`, `A`, `Postgres`, `Stripe`; `the shop` where the balancer has not chosen a server. */
export function nameOf(actor: Actor): string {
  switch (actor.role) {
    case 'customer':
      return actor.name
    case 'server':
      return actor.name === '?' ? 'the shop' : actor.name
    case 'postgres':
      return 'Postgres'
    case 'stripe':
      return 'Stripe'
  }
}

type Of<Kind extends What['kind']> = Extract<What, { kind: Kind }>

function statement(event: TraceEvent, what: Of<'statement'>): string {
  const open = what.transaction === null ? '' : ', not yet committed'
  if (what.error) return `fails to ${phrase(nameIn(what.label)).infinitive}: ${what.error.message}`
  const engine = engineStatement(event, what)
  if (engine !== null) return `${engine}${event.changes.length > 0 ? open : ''}`
  const [name = '', part] = what.label.split('.')
  if (event.changes.length === 0)
    return /^\s*select\b/i.test(what.sql)
      ? `reads what it needs to ${phrase(name).infinitive}: ${rowCount(what.rows.length)}`
      : `tries to ${phrase(name).infinitive}, and no row changes`
  const detail = changeWords(event.changes)
  // Of a function's several statements the one that changes a value is its effect; the rest add or remove rows.
  const isEffect =
    part === undefined || event.changes.some((change) => change.before !== null && change.after !== null)
  const effect = phrase(name).present
  if (!isEffect) return `${rowWords(event.changes)}${open}`
  return detail.includes('→') ? `${effect}: ${detail}` : `${effect}${open}`
}

/** `adds a row to reservations`, `deletes 2 rows from reservations`. */
function rowWords(changes: readonly RowChange[]): string {
  const table = tableTitle(changes[0]?.table ?? '')
  const rows = changes.length === 1 ? 'a row' : `${changes.length} rows`
  return changes[0]?.before === null ? `adds ${rows} to ${table}` : `deletes ${rows} from ${table}`
}

/** The engine's own statements, by the first part of their label; null for the application's. */
function engineStatement(event: TraceEvent, what: Of<'statement'>): string | null {
  const name = nameIn(what.label)
  switch (what.label.split(':')[0]) {
    case 'checkpoint': {
      const number = event.changes
        .map((change) => change.after?.['step'])
        .find((value) => value !== undefined)
      return `writes checkpoint ${number === undefined ? `of ${name}` : text(number)}`
    }
    case 'start':
      return event.changes.length > 0
        ? `starts the workflow ${name}`
        : `finds the workflow ${name} already started`
    case 'claim':
      return event.changes.length > 0 ? 'claims the workflow' : 'finds no workflow to claim'
    case 'load':
      return `loads ${what.rows.length === 1 ? 'the checkpoint' : 'the checkpoints'} of ${name}${what.rows.length > 0 ? `: ${what.rows.length} found` : ''}`
    case 'finish':
      return `records the end of ${name}`
    case 'send':
      return event.changes.length > 0
        ? `puts the message “${name}” into the inbox`
        : `finds the message “${name}” already there`
    case 'recv':
      return receive(event, name)
    case 'sleep':
      return `puts ${name} to sleep: no memory and no lease held`
    case 'event':
      return event.changes.length > 0 ? `publishes ${name}` : `reads ${name}`
    case 'get-event':
      return what.rows[0]?.['is_found'] === true
        ? `looks for ${name} and finds it`
        : `looks for ${name}: not there yet`
    case 'now':
      return 'asks Postgres for the time'
    case 'lease':
      return 'renews its leases'
    default:
      return null
  }
}

/** A message is taken, is not there yet, or has not come before its deadline: then that is what is recorded. */
function receive(event: TraceEvent, name: string): string {
  if (event.changes.length === 0) return `looks for the message “${name}”: none yet`
  return event.changes.some(({ table }) => table === 'engine.message')
    ? `takes the message “${name}”`
    : `records that no message “${name}” came in time`
}

function committed(what: Of<'commit'>, run: Run): string {
  const statements = run.trace.filter(
    (event) => event.what.kind === 'statement' && event.what.transaction === what.transaction,
  )
  const isCheckpoint = ({ what: { kind, ...rest } }: TraceEvent) =>
    kind === 'statement' && 'label' in rest && rest.label.startsWith('checkpoint:')
  const noun = phrase(nameIn(what.label)).noun
  const changesRows = statements.some((event) => !isCheckpoint(event) && event.changes.length > 0)
  if (what.step === null || !statements.some(isCheckpoint))
    return changesRows ? noun : 'a transaction that changed nothing'
  return changesRows
    ? `${noun} and checkpoint ${what.step} in one transaction`
    : `checkpoint ${what.step}, and no other change`
}

function stripeCall(what: Of<'stripe-call'>): string {
  const verb = what.label.slice(what.label.lastIndexOf('.') + 1)
  const words: { readonly [call: string]: string } = {
    create: 'asks Stripe for a payment session',
    retrieve: 'asks Stripe how the session stands',
    expire: 'asks Stripe to expire the session',
    list: 'asks Stripe for its latest sessions',
  }
  const asks = words[verb] ?? `calls Stripe: ${what.method} ${what.path}`
  if (what.lost === 'request') return `${asks}: the request is lost on the way`
  if (what.lost !== null) return `${asks}${resultWords(what.response)}, and hears no answer`
  if (what.status !== null && what.status >= 400)
    return `${asks}: ${what.status} ${errorMessage(what.response)}`.trimEnd()
  if (what.replayed) return `${asks} again under the same key: Stripe repeats its first answer`
  return `${asks}${resultWords(what.response)}`
}

function resultWords(response: Json): string {
  const id = member(response, 'id')
  const status = member(response, 'status')
  if (typeof id !== 'string') return ''
  return `: ${id}${typeof status === 'string' && status !== 'open' ? ` is ${status}` : ''}`
}

function errorMessage(response: Json): string {
  const error = member(response, 'error')
  const message = member(error, 'message')
  return typeof message === 'string' ? brief(message) : ''
}

function member(value: Json | undefined, name: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}

/** The beginning of a text, for a sentence. */
function brief(text: string): string {
  const [line = ''] = text.trim().split('\n')
  return line.length > 72 ? `${line.slice(0, 71)}…` : line.replace(/\.$/, '')
}

function sent(who: string, what: Of<'sent'>): string {
  const to = nameOf(what.to)
  const again = what.attempt > 1 ? `, try ${what.attempt}` : ''
  const forged = what.forged ? 'a forged ' : ''
  const words = forged === '' ? messageWords(what.label, null) : `${forged}${bareMessage(what.label)}`
  switch (what.fate) {
    case 'delivered':
      return what.delayMs >= 60_000
        ? `${who} sends ${to} ${words}${again}: ${about(what.delayMs)} late`
        : `${who} sends ${to} ${words}${again}`
    case 'dropped':
      return `${who} sends ${to} ${words}${again}: lost on the way`
    case 'refused':
      return `${who} sends ${to} ${words}${again}: nobody is listening`
  }
}

/** What an arrived message says, where that is not said by its name: an answer's status, a webhook's number. */
function arrivedWords(what: Of<'arrived'>): string {
  const [kind] = what.label.split(':')
  if (kind === 'request' || what.summary === '') return ''
  if (kind === 'webhook') return `: ${what.summary.slice(what.summary.lastIndexOf(' ') + 1)}`
  const [, status, body] = /^(\d+) (\{.*\})$/.exec(what.summary) ?? []
  const [, name, value] = /^\{"(error|url)":"([^"\\]*)"\}$/.exec(body ?? '') ?? []
  if (status === undefined || value === undefined) return `: ${brief(what.summary)}`
  return name === 'url' ? `: ${status}, go to ${value}` : `: ${status}, ${value}`
}

/** `no answer: server A died, connection reset`; `no answer in time`. */
function noAnswerWords(why: string): string {
  if (why.startsWith('no answer')) return why
  return `no answer: ${why.replace(/^Server/, 'server').replace(': ', ', ')}`
}

/** `is done: the page says “Thank you for your order”`. */
function customer({ action, sees }: Of<'customer'>): string {
  if (sees === null) return action
  if (action.startsWith('pays')) return sees === 'paid' ? action : `tries to pay: the page says “${sees}”`
  return `${action}: the page says “${sees}”`
}

function messageWords(label: string, from: string | null): string {
  const bare = bareMessage(label)
  const article = /^“?[aeiou]/.test(bare) ? 'an' : label.startsWith('response:') ? 'the' : 'a'
  return from === null ? `${article} ${bare}` : `${article} ${bare} from ${from}`
}

function bareMessage(label: string): string {
  const [kind = '', ...rest] = label.split(':')
  const name = rest.join(':')
  switch (kind) {
    case 'request':
      return `${name} request`
    case 'response':
      return 'answer'
    case 'webhook':
      return `“${name.replace(/^checkout\.session\./, '')}” webhook`
    default:
      return label
  }
}

function step({ progress, step: number, name, call }: Of<'step'>): string {
  switch (progress) {
    case 'began':
      if (call === 'recv') return `comes to step ${number}, which waits for the message “${name}”`
      if (call === 'event') return `comes to step ${number}, which publishes ${name}`
      return `runs step ${number}, ${name}`
    case 'replayed':
      if (call === 'recv') return `finds checkpoint ${number} and does not wait for “${name}” again`
      if (call === 'event') return `finds checkpoint ${number} and does not publish ${name} again`
      return `finds checkpoint ${number} and does not run ${name} again`
    case 'retried':
      return `tries step ${number}, ${name}, again`
  }
}

function workflow(event: TraceEvent, what: Of<'workflow'>): string {
  const epoch = what.epoch === null ? '' : `, epoch ${what.epoch}`
  switch (what.progress) {
    case 'claimed':
      return `goes on with the workflow${epoch}`
    case 'recovered':
      return `recovers the workflow${epoch}`
    case 'sleeping':
      return what.dueAtMs === null
        ? 'lets the workflow wait'
        : `lets the workflow wait, at most ${about(what.dueAtMs - event.atMs)}`
    case 'fenced':
      return 'has lost the workflow to another server and writes nothing more'
    case 'succeeded':
      return 'has finished the workflow'
    case 'failed':
      return 'has ended the workflow with an error'
  }
}

function process(event: TraceEvent, what: Of<'process'>): string {
  const name = event.actor.role === 'server' ? `Server ${nameOf(event.actor)}` : nameOf(event.actor)
  switch (what.change) {
    case 'crashed':
      return what.restartAtMs === null
        ? `${name} dies`
        : `${name} dies, for ${about(what.restartAtMs - event.atMs)}`
    case 'restarted':
      return event.actor.role === 'postgres'
        ? 'Postgres restarts: all connections are lost, what was committed is there'
        : `${name} is back, with nothing in memory`
    case 'frozen':
      return `${name} freezes, for ${about((what.restartAtMs ?? event.atMs) - event.atMs)}`
    case 'thawed':
      return `${name} goes on where it was frozen, and knows nothing of it`
    case 'clock-jumped':
      return `${name}’s clock jumps`
  }
}

function fault(position: number, run: Run): string {
  const planned = run.input.plan[position]
  if (!planned) return 'A fault strikes'
  return `The fault strikes: ${faultPhrase(planned)}`
}

/** What goes wrong, as a clause: `the webhook of the payment comes twice`. */
function faultPhrase(planned: Fault): string {
  const { label } = planned.point
  const operation = operationWords(label)
  const message = `the ${bareMessage(label)}`
  const at = 'target' in planned ? ` of ${targetWords(planned.target)}` : ''
  switch (planned.kind) {
    case 'crash-before':
      return `a crash${at} right before ${operation}`
    case 'crash-after':
      return `a crash${at} right after ${operation}`
    case 'freeze':
      return `a freeze${at} right before ${operation}`
    case 'clock-jump':
      return `a clock${at} that jumps ${planned.byMs < 0 ? 'back' : 'ahead'} by ${about(Math.abs(planned.byMs))}`
    case 'deploy':
      return `a deploy${at} of new code right before ${operation}`
    case 'ack-lost':
      return `${operation} is done, and the answer is lost`
    case 'serialization-failure':
      return `${operation} fails: a serialization failure`
    case 'deadlock':
      return `${operation} fails: a deadlock`
    case 'connection-lost':
      return `the connection to Postgres is lost at ${operation}`
    case 'disk-full':
      return `${operation} fails: the disk is full`
    case 'postgres-restart':
      return `Postgres restarts at ${operation}`
    case 'request-lost':
      return `${operation} never reaches Stripe`
    case 'response-lost':
      return `${operation} is done, and Stripe’s answer is lost`
    case 'error-before':
      return `${operation} fails at Stripe: 500, and nothing is done`
    case 'error-after':
      return `${operation} is done, and Stripe answers 500`
    case 'rate-limited':
      return `${operation} is refused: too many requests`
    case 'timeout':
      return `${operation} is done, and Stripe’s answer does not come in time`
    case 'drop':
      return `${message} is lost${planned.tries === 'all' ? ', every try of it' : ''}`
    case 'duplicate':
      return `${message} comes twice`
    case 'delay':
      return `${message} comes ${about(planned.byMs)} late`
    case 'overtake':
      return `${message} is overtaken by the next message`
    case 'forge':
      return `${message} is forged`
    case 'replay':
      return `${message} is sent again by somebody else, ${about(planned.byMs)} later`
  }
}

function targetWords(target: Target): string {
  return target === 'postgres' ? 'Postgres' : `server ${target}`
}

/** An operation as a noun: `commit:reserveInventory` is “the commit of reserveInventory”. */
export function operationWords(label: string): string {
  const name = nameIn(label)
  switch (label.split(':')[0]) {
    case 'begin':
      return `the begin of ${name}`
    case 'commit':
      return `the commit of ${name}`
    case 'checkpoint':
      return `the checkpoint of ${name}`
    case 'event':
      return `publishing ${name}`
    case 'start':
      return `the start of ${name}`
    case 'finish':
      return `the end of ${name}`
    case 'load':
      return 'loading the checkpoints'
    case 'claim':
      return 'the claim'
    case 'send':
      return `sending ${name}`
    case 'recv':
      return `looking for ${name}`
    case 'sleep':
      return 'going to sleep'
    case 'webhook':
    case 'request':
    case 'response':
      return `the ${bareMessage(label)}`
    default:
      return label.startsWith('stripe.') ? `Stripe’s ${label.slice(label.lastIndexOf('.') + 1)}` : label
  }
}

function violated(invariant: string, run: Run): string {
  const verdict = run.verdicts.find((one) => one.id === invariant)
  return `Violated: ${verdict ? verdict.statement.replace(/\.$/, '') : invariant}`
}

function transactionName(transaction: string, run: Run): string {
  const begin = run.trace.find(
    (event) => event.what.kind === 'begin' && event.what.transaction === transaction,
  )
  return begin?.what.kind === 'begin' ? phrase(nameIn(begin.what.label)).noun : 'the open transaction'
}

/** `reserveInventory` of `commit:reserveInventory`. */
function nameIn(label: string): string {
  return label.includes(':') ? label.slice(label.indexOf(':') + 1) : label
}

interface Phrase {
  readonly present: string
  readonly infinitive: string
  readonly noun: string
}

/** The shop's functions have fixed names (CONTRACT.md). */
const phrases: { readonly [name: string]: Phrase } = {
  createOrder: { present: 'creates the order', infinitive: 'create the order', noun: 'the order' },
  reserveInventory: { present: 'reserves a mug', infinitive: 'reserve a mug', noun: 'the reservation' },
  saveSession: {
    present: 'writes the session into the order',
    infinitive: 'write the session into the order',
    noun: 'the session’s id',
  },
  fulfillOrder: { present: 'ships the order', infinitive: 'ship the order', noun: 'the shipment' },
  undoOrder: { present: 'undoes the order', infinitive: 'undo the order', noun: 'the cancellation' },
  rejectOrder: { present: 'turns the order down', infinitive: 'turn the order down', noun: 'the refusal' },
}

/** `releaseHold` reads “runs releaseHold”. */
function phrase(name: string): Phrase {
  const known = Object.hasOwn(phrases, name) ? phrases[name] : undefined
  return known ?? { present: `runs ${name}`, infinitive: `run ${name}`, noun: name }
}

/** `stock 2 → 1`; `+ 1 row in orders`. Up to two, since it is to be one sentence. */
function changeWords(changes: readonly RowChange[]): string {
  const parts = changes.flatMap((change) => {
    const table = tableTitle(change.table)
    if (change.before === null) return [`a row in ${table}`]
    if (change.after === null) return [`a row less in ${table}`]
    const { before, after } = change
    return Object.keys(after)
      .filter((column) => JSON.stringify(before[column]) !== JSON.stringify(after[column]))
      .map((column) => `${column} ${text(before[column])} → ${text(after[column])}`)
  })
  return parts.length > 2 ? `${parts.slice(0, 2).join(', ')} …` : parts.join(', ')
}

function rowCount(count: number): string {
  return count === 0 ? 'no row' : count === 1 ? '1 row' : `${count} rows`
}

function text(value: Json | undefined): string {
  if (value === undefined || value === null) return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** `30 s`, `30 min`, `2 h`: rounded, for reading. */
export function about(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`
  if (ms < 100_000) return `${Math.round(ms / 1_000)} s`
  if (ms < 100 * 60_000) return `${Math.round(ms / 60_000)} min`
  if (ms < 48 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`
  return `${Math.round(ms / 86_400_000)} days`
}
