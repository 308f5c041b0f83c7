/** Reasons in English: the only place in which they are. The simulator's own sentences do most of it. */
import type { Run, TraceEvent } from '#simulator'
import { bareMessage, nameOf, operationWords, sentence } from '#simulator/sentence.ts'
import { tableTitle } from '#simulator/tables.ts'
import { deedsOf } from './deeds.ts'
import { leftWords } from './left-words.ts'
import type { Forgotten, Reason } from './reasons.ts'
import { deedWords, doing, text, times } from './words.ts'

/** Words without their full stop; `strong` is appended to them as their last clause. */
interface Told {
  readonly words: string
  readonly strong: string | null
}

/** One sentence, with its full stop, and the clause of it that matters most. */
export function reasonWords(reason: Reason, run: Run): Told {
  const { words, strong } = toldOf(reason, run)
  // What is stressed may stand in the midst of an effect.
  const isWithin = strong !== null && reason.id === 'effect'
  return { words: `${words}${isWithin ? '' : (strong ?? '')}.`, strong }
}

function toldOf(reason: Reason, run: Run): Told {
  switch (reason.id) {
    case 'effect':
      return effectWords(reason, run)
    case 'happened':
      return plain(says(reason.event, run))
    case 'decisive':
      return { words: '', strong: says(reason.event, run) }
    case 'fault':
      return plain(faultWords(says(reason.event, run)))
    case 'died':
      return diedWords(reason, run)
    case 'overtaken':
      return overtakenWords(reason, run)
    case 'clicked-again':
      return plain(
        `${reason.customer} ${reason.page === null ? '' : `sees “${reason.page}” and `}clicks again`,
      )
    case 'webhook-again':
      return plain(`Stripe got no 2xx answer and sends the webhook again, try ${reason.attempt}`)
    case 'arrived-again':
      return stressed(`${says(reason.event, run)}, `, 'a second time')
    case 'took-over':
      return plain(
        `${reason.server} takes over the workflow: the lease of ${reason.from} has run out, epoch ${reason.epoch}`,
      )
    case 'woke-workflow':
      return plain(`${reason.server} wakes the workflow: the time for the payment is over`)
    case 'found-late':
      return plain(`${reason.server} finds an order that has waited too long`)
    case 'refused':
      return stressed(`${deedAt(reason.event, run)}, `, refusedWords(reason.event, run))
    case 'news':
      return reason.isForged
        ? stressed(says(reason.event, run), ', which Stripe did not sign')
        : plain(says(reason.event, run))
    case 'no-checkpoint':
      return stressed(
        `${reason.server} finds no checkpoint of ${reason.step}`,
        reason.of === 'transaction'
          ? ', because the history and the shop’s rows do not commit together'
          : ', because a call and its checkpoint cannot commit together',
      )
    case 'second-order':
      return stressed(
        `${reason.server} writes a second order, ${reason.order}: `,
        `nothing ties the new request to ${reason.original}`,
      )
    case 'new-call':
      return stressed('Stripe treats it as a new call: ', keyWords(reason.key))
    case 'woke-up':
      return stressed(`Server ${reason.server} wakes up, `, 'and does not know that time has passed')
    case 'payment-unasked':
      return stressed(`${reason.server} starts it: `, 'no server asks Stripe whether it is paid')
    case 'continued':
      return stressed(`${says(reason.event, run)}, `, 'and continues anyway')
    case 'unchecked':
      return stressed(
        `${reason.server} starts it at once: `,
        'no statement checks whether it is already done',
      )
    case 'read-anyway':
      return stressed(
        `${reason.server} reads${reason.status === null ? ' it' : ` that it is ${reason.status}`}, `,
        'and does it anyway',
      )
    case 'read-before':
      return stressed(`${reason.server} reads that it is ${reason.status}, `, 'and does not look again')
    case 'read':
      return readWords(reason.event, run)
    case 'lost-update':
      return stressed(
        `${nameOf(eventAt(reason.event, run).actor)} writes what follows from its own reading, `,
        `so the change of ${reason.other} in between is lost`,
      )
    case 'another-event':
      return stressed(
        `${nameOf(eventAt(reason.event, run).actor)} checks whether ${reason.key} is already in ${tableTitle(reason.table)}: `,
        `it is not, only ${reason.was} is`,
      )
    case 'webhooks-lost':
      return plain(`Stripe tries ${reason.tries} times and gives up`)
    case 'webhooks-refused':
      return stressed(
        `The shop refuses ${reason.tries > 1 ? `each of ${reason.tries} webhooks` : 'the webhook'}: `,
        `“${reason.error}”`,
      )
    case 'workflow-failed':
      return stressed(
        `${reason.server} ends the workflow with an error: `,
        `no server continues ${reason.order}`,
      )
    case 'stripe-unasked':
      return stressed(
        `Without that webhook the shop does not know how ${reason.order} ended at Stripe: `,
        'no server asks Stripe',
      )
    case 'forgotten':
      return stressed(`${reason.order} is never picked up again: `, forgottenWords(reason.why))
    case 'repeated':
      return plain(`${says(reason.event, run)}, ${times(reason.times)}`)
    case 'replayed':
      return replayedWords(says(reason.event, run))
    case 'found-done':
      return stressed(`${reason.server} finds that this is already done, `, 'and changes nothing')
    case 'rejected':
      return stressed(`${reason.server} rejects the message, `, `and answers ${reason.status}`)
    case 'rolled-back':
      return stressed(`${says(reason.event, run)}, `, 'so none of its rows remain')
    case 'no-second':
      return stressed(`${says(reason.event, run)}, `, 'so there is no second order')
    case 'counts-once':
      return stressed(`${says(reason.event, run)}, `, 'so it counts once')
    case 'nothing-new':
      return stressed(`${says(reason.event, run)}: `, 'it is already done')
    case 'asked-stripe':
      return askedWords(reason.event, run)
    case 'unjudged':
      return plain(`${reason.why.replace(/\.$/, '')}, so no rule is judged`)
    case 'left':
      return plain(leftWords(reason, run))
  }
}

function plain(words: string): Told {
  return { words, strong: null }
}

function stressed(words: string, strong: string): Told {
  return { words, strong }
}

function eventAt(index: number, { trace }: Run): TraceEvent {
  const event = trace[index - 1]
  if (event === undefined) throw new Error(`The run has no event ${index}`)
  return event
}

function says(index: number, run: Run): string {
  return sentence(eventAt(index, run), run)
}

/** `B commits the reservation`. */
function deedAt(index: number, run: Run): string {
  const event = eventAt(index, run)
  return `${nameOf(event.actor)} ${doing(event, run)}`
}

function effectWords({ event, stresses }: Extract<Reason, { id: 'effect' }>, run: Run): Told {
  const deed = deedsOf(run).find((each) => each.event === event)
  const words = deed === undefined ? says(event, run) : deedWords(deed, run)
  return {
    words,
    strong: stresses ? (/and checkpoint [\d./]+ in one transaction/.exec(words)?.[0] ?? null) : null,
  }
}

function faultWords(said: string): string {
  const words = said.replace(/^Fault: /, '')
  // A name of the code keeps its small letter.
  return /^[a-z]+[A-Z.]/.test(words) ? words : words.charAt(0).toUpperCase() + words.slice(1)
}

function diedWords({ server, when, next, label }: Extract<Reason, { id: 'died' }>, run: Run): Told {
  const who = `Server ${server} dies`
  if (next !== null) return stressed(`${who}, `, `before it ${could(next, run)}`)
  if (when === 'before') return stressed(`${who}, `, `right before ${operationWords(label ?? '')}`)
  return { words: who, strong: label === null ? null : ` right after ${operationWords(label)}` }
}

/** What would have come next, after “before it”. */
function could(event: TraceEvent, run: Run): string {
  const deed = doing(event, run)
  const opened = /^opens a transaction to (.*)$/.exec(deed)
  return opened?.[1] === undefined ? deed : `could ${opened[1]}`
}

function overtakenWords({ waiting, first, shared }: Extract<Reason, { id: 'overtaken' }>, run: Run): Told {
  const event = eventAt(waiting, run)
  const both = typeof shared === 'string' ? `both use ${shared}` : `both change ${shared.table} ${shared.key}`
  return stressed(
    `${nameOf(event.actor)} waits before it ${doing(event, run)}, and ${deedAt(first, run)} first: `,
    both,
  )
}

function keyWords(key: Extract<Reason, { id: 'new-call' }>['key']): string {
  if (key === null) return 'it carries no idempotency key'
  return key === 'made-up'
    ? 'it carries a new key that the client made up'
    : `its key is ${key.is}, not ${key.was}`
}

function forgottenWords(why: Forgotten): string {
  switch (why.is) {
    case 'unclaimed':
      return 'no server claims its workflow'
    case 'blocked':
      return 'its checkpoints do not fit the code that the servers have now, so its workflow is blocked'
    case 'memory-gone':
      return `only server ${why.server} knew the next step, and its memory is gone`
    case 'answered':
      return `server ${why.server} answered ${why.status}, and no server returns to it`
    case 'acknowledged':
      return `server ${why.server} answered the ${bareMessage(why.webhook)} ${why.status}, so Stripe does not send it again`
    case 'unknown':
      return 'no server knows the next step'
  }
}

/** What a call is answered that comes to nothing. */
function refusedWords(index: number, run: Run): string {
  const { what } = eventAt(index, run)
  if (what.kind !== 'stripe-call') return 'and Stripe refuses'
  if ((what.status ?? 0) >= 500) return `and Stripe answers ${what.status}`
  const isBusy = JSON.stringify(what.response).includes('"idempotency_key_in_use"')
  return `and Stripe refuses${isBusy ? ': the call before it, under the same key, is still at work' : ''}`
}

/** `B reads stock 1`. */
function readWords(index: number, run: Run): Told {
  const { actor, what } = eventAt(index, run)
  const [row = {}] = what.kind === 'statement' ? what.rows : []
  const values = Object.keys(row).map((column) => `${column} ${text(row, column)}`)
  return plain(`${nameOf(actor)} reads ${values.slice(0, 3).join(', ')}`)
}

function replayedWords(said: string): Told {
  return stressed(
    said.replace(/ and (does not .*)$/, ', '),
    `so it ${/does not .*$/.exec(said)?.[0] ?? 'continues'}`,
  )
}

function askedWords(index: number, run: Run): Told {
  const who = nameOf(eventAt(index, run).actor)
  return stressed(`${who} does not wait for the webhook and `, says(index, run).slice(who.length + 1))
}
