/**
 * One plain English sentence for each event: what a screen reader hears and the transport shows.
 *
 * Sentences are made from the trace alone. The shop's own functions have words of their own; whatever has none
 * is read from its name and its changes, so that edited code speaks too.
 */
import type { Json } from '#engine'
import { about } from './duration-words.ts'
import {
  actsAt,
  faultsOfMessage,
  isDeployment,
  isOfOutage,
  isSlowed,
  processEffectBehind,
} from './fault-behind.ts'
import { faultPhrase } from './fault-phrases.ts'
import { bareMessage, messageWords, nameIn, phrase } from './operation-words.ts'
import type { Run } from './run.ts'
import { committed, statementDeed } from './statement-words.ts'
import type { Actor, Restored, TraceEvent, What } from './trace.ts'

export { about } from './duration-words.ts'
export { bareMessage, operationWords } from './operation-words.ts'

/** `B writes checkpoint 2, not yet committed`. Without a full stop. */
export function sentence(event: TraceEvent, run: Run): string {
  const who = nameOf(event.actor)
  const { what } = event
  switch (what.kind) {
    case 'statement':
      return `${who} ${statementDeed(event, what)}`
    case 'begin':
      return `${who} opens a transaction to ${phrase(nameIn(what.label)).infinitive}`
    case 'commit':
      return `${who} commits ${committed(what, run)}`
    case 'rollback':
      return `Postgres rolls back ${transactionName(what.transaction, run)}: ${what.why}`
    case 'stripe-call':
      return slowCall(who, what, event, run) ?? `${who} ${stripeCall(what, isOfOutage(event, run))}`
    case 'sent':
      return sent(who, what, event, run)
    case 'arrived':
      return `${who} gets ${arrived(event, what, run)}`
    case 'no-answer':
      return `${who} ${noAnswer(what)}`
    case 'customer':
      return `${who} ${customer(what)}`
    case 'stripe':
      return `Stripe ${what.action}`
    case 'step':
      return `${who} ${step(what)}`
    case 'workflow':
      return `${who} ${workflow(event, what)}`
    case 'process':
      return process(event, what, run)
    case 'fault':
      return fault(what.fault, run)
    case 'violated':
      return violated(what.invariant, run)
    case 'asked':
      return 'The tables are checked'
    case 'restored':
      return restored[what.of]
    case 'settling':
      return 'The faults are over: every server restarts, and time continues to the end'
    case 'ended':
      if (what.failure === null) return 'The run ends'
      return run.end.kind === 'cut-off' ? withoutStop(what.failure) : `The run never ends: ${what.failure}`
  }
}

/** A sentence of the trace ends without a full stop. */
function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

const restored: { readonly [Of in Restored]: string } = {
  stripe: 'Stripe can be reached again',
  webhooks: 'Webhooks arrive again',
  postgres: 'Postgres can be reached again',
  A: 'Server A can be reached again',
  B: 'Server B can be reached again',
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

const questions: { readonly [call: string]: string } = {
  create: 'asks Stripe for a payment session',
  retrieve: 'asks Stripe for the status of the session',
  expire: 'asks Stripe to expire the session',
  list: 'asks Stripe for its latest sessions',
}

/** What a call asks for, whatever became of it: `asks Stripe for a payment session`. */
export function stripeQuestion({ label, method, path }: Of<'stripe-call'>): string {
  return questions[label.slice(label.lastIndexOf('.') + 1)] ?? `calls Stripe with ${method} ${path}`
}

function stripeCall(what: Of<'stripe-call'>, isInOutage: boolean): string {
  const asks = stripeQuestion(what)
  if (what.lost === 'request')
    return `${asks}: ${isInOutage ? 'it cannot be reached' : 'the request is lost on the way'}`
  if (what.lost !== null) return `${asks}${resultWords(what.response)}, and gets no answer`
  if (what.status !== null && what.status >= 400) return `${asks}: ${refusal(what)}`
  if (what.replayed) return `${asks} again under the same key: Stripe repeats its first answer`
  return `${asks}${resultWords(what.response)}`
}

/** Null for a call that no fault made slow, or that was asked for at the same moment. */
function slowCall(who: string, what: Of<'stripe-call'>, event: TraceEvent, run: Run): string | null {
  const asked = event.cause === null ? undefined : run.trace[event.cause - 1]
  if (asked === undefined || asked.atMs === event.atMs || what.lost === 'request') return null
  if (!isSlowed(event, run)) return null
  const took = about(event.atMs - asked.atMs)
  const isRefused = member(what.response, 'error') !== undefined
  const result = isRefused ? `: ${refusal(what)}` : resultWords(what.response)
  if (what.status !== null) return `Stripe answers ${who} after ${took}${result}`
  return `Stripe ${isRefused ? 'refuses' : 'does'} what ${who} asked for ${took} ago${result}`
}

/** `409 Another request with the idempotency key …`; without its status where nobody heard it. */
function refusal({ status, response }: Of<'stripe-call'>): string {
  return `${status ?? ''} ${errorMessage(response)}`.trim()
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

function sent(who: string, what: Of<'sent'>, event: TraceEvent, run: Run): string {
  const to = nameOf(what.to)
  const faults = faultsOfMessage(event, run)
  const again = what.attempt > 1 ? `, try ${what.attempt}` : ''
  const says = `${who} sends ${to} ${messageWords(what.label, null)}${again}`
  if (actsAt(faults, 'replay'))
    return `An attacker sends ${to} the ${bareMessage(what.label)} again, ${about(what.delayMs)} later`
  if (what.forged) return `An attacker sends ${to} a forged ${bareMessage(what.label)}`
  switch (what.fate) {
    case 'delivered':
      if (actsAt(faults, 'overtake')) return `${says}: the next message overtakes it`
      return what.delayMs >= 1_000 ? `${says}: ${about(what.delayMs)} late` : says
    case 'dropped':
      return `${says}: lost on the way`
    case 'refused':
      return `${says}: no server is up`
  }
}

function arrived({ cause }: TraceEvent, what: Of<'arrived'>, run: Run): string {
  const sending = cause === null ? undefined : run.trace[cause - 1]
  if (sending?.what.kind !== 'sent' || !sending.what.forged)
    return `${messageWords(what.label, nameOf(what.from))}${arrivedWords(what)}`
  const isReplay = actsAt(faultsOfMessage(sending, run), 'replay')
  return isReplay ? `the ${bareMessage(what.label)} again` : `a forged ${bareMessage(what.label)}`
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

/** `gets no answer: server A died, connection reset`; `gets no answer in time`; `gets no answer from Postgres: …`. */
function noAnswer({ label, why }: Of<'no-answer'>): string {
  if (!/^(request|response|webhook):/.test(label))
    return `gets no answer from Postgres: ${why.charAt(0).toLowerCase()}${why.slice(1)}`
  if (why.startsWith('no answer')) return `gets ${why}`
  return `gets no answer: ${why.replace(/^Server/, 'server').replace(': ', ', ')}`
}

/** `is done: the page says “Thank you for your order”`. */
function customer({ action, sees }: Of<'customer'>): string {
  if (sees === null) return action
  if (sees === 'free') return action
  if (action.startsWith('pays')) return sees === 'paid' ? action : `tries to pay: the page says “${sees}”`
  return `${action}: the page says “${sees}”`
}

function step({ progress, step: number, name, call }: Of<'step'>): string {
  switch (progress) {
    case 'began':
      if (call === 'recv') return `reaches step ${number}, which waits for the message “${name}”`
      if (call === 'event') return `reaches step ${number}, which publishes ${name}`
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
      return `continues the workflow${epoch}`
    case 'recovered':
      return `recovers the workflow${epoch}`
    case 'sleeping':
      return what.dueAtMs === null
        ? 'suspends the workflow'
        : `suspends the workflow for at most ${about(what.dueAtMs - event.atMs)}`
    case 'fenced':
      return 'is rejected: another server has taken over the workflow (fenced)'
    case 'succeeded':
      return 'has finished the workflow'
    case 'failed':
      return 'has ended the workflow with an error'
    case 'cancelled':
      return 'has ended the workflow, which was cancelled'
    case 'blocked':
      return 'cannot continue the workflow: its checkpoints do not fit this code'
  }
}

function process(event: TraceEvent, what: Of<'process'>, run: Run): string {
  const name = event.actor.role === 'server' ? `Server ${nameOf(event.actor)}` : nameOf(event.actor)
  const effect = processEffectBehind(event, run)
  const isDeploy = isDeployment(event, run)
  const time = what.restartAtMs === null ? null : about(what.restartAtMs - event.atMs)
  switch (what.change) {
    case 'crashed':
      if (isDeploy) return `${name} stops and restarts with new code in ${time ?? 'a moment'}`
      return time === null ? `${name} dies` : `${name} dies and stays down for ${time}`
    case 'restarted':
      if (event.actor.role === 'postgres')
        return 'Postgres restarts: all connections are lost, committed rows stay'
      return `${name} is back, ${isDeploy ? 'with new code, and ' : 'with '}nothing in memory`
    case 'frozen':
      return `${name} freezes for ${time ?? 'a while'}`
    case 'thawed':
      return `${name} wakes up and does not know that time has passed`
    case 'clock-jumped':
      return effect?.does === 'jump-clock'
        ? `${name}’s clock jumps ${effect.byMs < 0 ? 'back' : 'ahead'} by ${about(Math.abs(effect.byMs))}`
        : `${name}’s clock jumps`
  }
}

function fault(position: number, run: Run): string {
  const planned = run.input.plan[position]
  if (!planned) return 'A fault happens'
  return `Fault: ${faultPhrase(planned)}`
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
