/** An operation in words, with its name in the code kept apart: it is set as code. */

export interface OperationParts {
  /** `the commit of`. May be empty. */
  readonly lead: string
  /** `reserveInventory`. */
  readonly name: string
  /** `commits`. May be empty. */
  readonly tail: string
}

/** As a noun, after “Deadlock at”: `the commit of reserveInventory`. */
export function operationNoun(label: string): OperationParts {
  const [kind = '', ...rest] = label.split(':')
  if (rest.length === 0) return { lead: plainLead(label), name: shortCall(label), tail: '' }
  const name = rest.join(':').replace('checkout.session.', '')
  const lead = leads[kind]
  return lead === undefined ? { lead: '', name: label, tail: '' } : { lead, name, tail: '' }
}

/** As a clause, after “Crash after”: `reserveInventory commits`. What has no verb of its own stays a noun. */
export function operationClause(label: string): OperationParts {
  const tail = tails[label.split(':')[0] ?? '']
  return tail === undefined || !label.includes(':')
    ? operationNoun(label)
    : { lead: '', name: label.slice(label.indexOf(':') + 1), tail }
}

const leads: { readonly [kind: string]: string } = {
  begin: 'the begin of',
  commit: 'the commit of',
  rollback: 'the rollback of',
  checkpoint: 'the checkpoint of',
  lookup: 'the checkpoint lookup of',
  start: 'the start of',
  finish: 'the end of',
  load: 'loading',
  send: 'sending',
  recv: 'receiving',
  sleep: 'suspending',
  wake: 'waking',
  event: 'publishing',
  'get-event': 'reading',
  request: 'the request',
  response: 'the answer to',
  webhook: 'the webhook',
}

const tails: { readonly [kind: string]: string } = {
  begin: 'begins',
  commit: 'commits',
  rollback: 'rolls back',
  start: 'starts',
  finish: 'ends',
}

/** A call to a service has the service's name in front, a statement the name of its function. */
function isCall(label: string): boolean {
  return label.split('.').length > 2
}

function plainLead(label: string): string {
  if (isCall(label)) return 'the call'
  return /[A-Z]/.test(label) ? 'the statement' : 'the operation'
}

/** `sessions.create` of `stripe.checkout.sessions.create`. */
function shortCall(label: string): string {
  return isCall(label) ? label.split('.').slice(-2).join('.') : label
}
