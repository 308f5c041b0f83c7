/** Operations and messages in words: from their labels alone, so that edited code speaks too. */

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
    case 'block':
      return 'leaving the workflow blocked'
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
    case 'get-event':
      return `looking for ${name}`
    case 'lookup':
      return `looking for the checkpoint of ${name}`
    case 'renew':
      return 'renewing the leases'
    case 'now':
      return 'asking for the time'
    case 'poll':
      return 'looking for work'
    case 'wake':
      return `waking ${name}`
    case 'get-result':
      return 'asking how it ended'
    case 'rollback':
      return `the rollback of ${name}`
    case 'webhook':
    case 'request':
    case 'response':
      return `the ${bareMessage(label)}`
    default:
      return statementWords(label)
  }
}

/** `reserveInventory.takeStock` is “takeStock of reserveInventory”, `stripe.checkout.sessions.create` a call. */
function statementWords(label: string): string {
  const part = label.slice(label.lastIndexOf('.') + 1)
  if (label.startsWith('stripe.')) return `the call to ${part} a session`
  if (label.includes(':')) return label.replace(':', ' ')
  return part === label ? `the statement of ${label}` : `${part} of ${label.slice(0, label.indexOf('.'))}`
}

export function messageWords(label: string, from: string | null): string {
  const bare = bareMessage(label)
  const article = /^“?[aeiou]/.test(bare) ? 'an' : label.startsWith('response:') ? 'the' : 'a'
  return from === null ? `${article} ${bare}` : `${article} ${bare} from ${from}`
}

export function bareMessage(label: string): string {
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

/** `reserveInventory` of `commit:reserveInventory`. */
export function nameIn(label: string): string {
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
    present: 'saves the session in the order',
    infinitive: 'save the session in the order',
    noun: 'the session’s id',
  },
  fulfillOrder: { present: 'ships the order', infinitive: 'ship the order', noun: 'the shipment' },
  undoOrder: { present: 'cancels the order', infinitive: 'cancel the order', noun: 'the cancellation' },
  awaitSettlement: {
    present: 'records that the payment is pending',
    infinitive: 'record that the payment is pending',
    noun: 'the pending payment',
  },
  screenCart: { present: 'checks the cart', infinitive: 'check the cart', noun: 'the checked cart' },
  findOrder: { present: 'finds the order', infinitive: 'find the order', noun: 'the order' },
  findReason: {
    present: 'finds why the order was cancelled',
    infinitive: 'find why the order was cancelled',
    noun: 'the reason',
  },
  noteEvent: {
    present: 'records the event’s id',
    infinitive: 'record the event’s id',
    noun: 'the event’s id',
  },
  rejectOrder: { present: 'rejects the order', infinitive: 'reject the order', noun: 'the rejection' },
}

/** Whether a function has words of its own. */
export function isKnown(name: string): boolean {
  return Object.hasOwn(phrases, name)
}

/** `releaseHold` reads “runs releaseHold”. */
export function phrase(name: string): Phrase {
  const known = isKnown(name) ? phrases[name] : undefined
  return known ?? { present: `runs ${name}`, infinitive: `run ${name}`, noun: name }
}
