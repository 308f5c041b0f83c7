/**
 * Every sign of the time strip: its name and what it means. Cards and legend are made of this register alone, and a
 * test holds it against what is drawn, so that no sign can go without an explanation.
 */
import type { TermId } from '../model/glossary.ts'
import type { StripMark } from './strip-mark.ts'

export interface Sign {
  /** `Reused from a checkpoint`. */
  readonly name: string
  /** One sentence. */
  readonly meaning: string
  /** The term of the glossary that it shows; its sentence follows. */
  readonly term?: TermId
  /** The mark that the legend draws: events 1 to 3, rows 0 and 1. */
  readonly example: StripMark
}

const whole = { from: 1, to: 3, row: 0 } as const
const here = { from: 2, to: 2, row: 0 } as const
const down = { ...here, toRow: 1 } as const
const sent = { from: 1, to: 3, row: 0, toRow: 1 } as const

export const signs = {
  step: {
    name: 'Step runs',
    meaning: 'A server runs this step of the workflow; the number is the step’s.',
    example: { kind: 'box', ...whole, number: '2', name: '', violating: false },
  },
  function: {
    name: 'Function runs',
    meaning: 'A server runs this function of the program, or calls a service.',
    example: { kind: 'box', ...whole, number: null, name: '', violating: false },
  },
  replay: {
    name: 'Reused from a checkpoint',
    meaning: 'The step is not run again: its saved result is used.',
    term: 'checkpoint',
    example: { kind: 'replay', ...here },
  },
  busy: {
    name: 'Server at work',
    meaning: 'The server handles a request or runs a workflow.',
    example: { kind: 'busy', ...whole },
  },
  wait: {
    name: 'Workflow waits',
    meaning: 'The workflow sleeps in the database; no server holds it in memory.',
    example: { kind: 'wait', ...whole },
  },
  down: {
    name: 'Down',
    meaning: 'The process is dead, and its memory is lost.',
    example: { kind: 'down', ...whole, quiet: true },
  },
  frozen: {
    name: 'Frozen',
    meaning:
      'The server stands still and keeps its memory; when it wakes up it does not know that time has passed.',
    example: { kind: 'frozen', ...whole },
  },
  takeover: {
    name: 'Takes over the workflow',
    meaning: 'The other server’s lease has run out, so this server continues the workflow.',
    term: 'lease',
    example: { kind: 'takeover', ...here },
  },
  fenced: {
    name: 'Rejected: fenced',
    meaning: 'The server woke up and tried to write, but another server owns the workflow now.',
    term: 'fencing',
    example: { kind: 'fenced', ...here },
  },
  transaction: {
    name: 'Transaction, committed',
    meaning: 'Its rows become visible and permanent together, at the seal.',
    example: { kind: 'bracket', ...whole, ticks: [2], committed: true },
  },
  'rolled-back': {
    name: 'Transaction, rolled back',
    meaning: 'None of its rows remain.',
    example: { kind: 'bracket', ...whole, ticks: [2], committed: false },
  },
  statement: {
    name: 'Statement',
    meaning: 'One SQL statement, committed by itself.',
    example: { kind: 'tick', ...here },
  },
  'failed-statement': {
    name: 'Statement failed',
    meaning: 'Postgres answers with an error, and no row changes.',
    example: { kind: 'refused', ...here },
  },
  'crash-window': {
    name: 'Crash window',
    meaning: 'The effect is done and its checkpoint is not saved: after a crash here the step runs again.',
    term: 'checkpoint',
    example: { kind: 'window', ...whole, torn: false },
  },
  'repeated-effect': {
    name: 'Same effect twice',
    meaning: 'Two commits of the same function: the second one breaks a rule.',
    example: { kind: 'again', ...whole },
  },
  message: {
    name: 'Message',
    meaning: 'It leaves at the line’s start and arrives at the arrow’s head.',
    example: { kind: 'arrow', ...sent, fate: 'delivered' },
  },
  'lost-message': {
    name: 'Message lost',
    meaning: 'It is sent and does not arrive.',
    example: { kind: 'arrow', ...sent, fate: 'lost' },
  },
  'forged-message': {
    name: 'Forged message',
    meaning: 'It does not come from the service that it names.',
    example: { kind: 'arrow', ...sent, fate: 'forged' },
  },
  retries: {
    name: 'Retries, folded',
    meaning: 'The same message is sent again and again, and no try arrives.',
    example: { kind: 'retries', ...sent, tries: 8, words: '', isOpen: false },
  },
  'no-answer': {
    name: 'No answer',
    meaning: 'The sender cannot know whether its request was carried out.',
    example: { kind: 'unknown', ...here },
  },
  action: {
    name: 'Action',
    meaning: 'A customer or a service does something by itself.',
    example: { kind: 'act', ...here },
  },
  call: {
    name: 'Call to a service',
    meaning: 'Request and answer; the dot is what the service does.',
    example: { kind: 'call', ...down, outcome: 'done' },
  },
  'repeated-call': {
    name: 'Call repeated, one effect',
    meaning: 'The key has been used before: the service does nothing new.',
    term: 'idempotency-key',
    example: { kind: 'call', ...down, outcome: 'repeated' },
  },
  'failed-call': {
    name: 'Call failed',
    meaning: 'The service answers with an error.',
    example: { kind: 'call', ...down, outcome: 'failed' },
  },
  'lost-call': {
    name: 'Call without an answer',
    meaning: 'The request or its answer is lost: the server cannot know which.',
    example: { kind: 'call', ...down, outcome: 'unheard' },
  },
  crash: {
    name: 'Crash',
    meaning: 'A process dies here: everything that was only in its memory is lost.',
    example: { kind: 'cut', ...here, word: '' },
  },
  fault: {
    name: 'Fault',
    meaning: 'Another fault happens here; no process dies.',
    example: { kind: 'struck', ...here, row: 2, word: '' },
  },
  violation: {
    name: 'Rule broken',
    meaning: 'The rows in the database break a rule from here on.',
    example: { kind: 'violated', from: 2, to: 2, invariant: '', statements: '' },
  },
  reason: {
    name: 'Reason',
    meaning: 'Why names this event; the line leads from one reason to the next.',
    example: { kind: 'reason', ...here },
  },
  divergence: {
    name: 'Divergence',
    meaning: 'Up to here the run is the same as without the fault.',
    example: { kind: 'divergence', from: 2, to: 2 },
  },
  break: {
    name: 'Time left out',
    meaning: 'Nothing happens for this time, so it is not drawn to scale.',
    example: { kind: 'break', from: 1, to: 3, label: '', ms: 0 },
  },
} as const satisfies { readonly [id: string]: Sign }

export type SignId = keyof typeof signs

/** The eleven signs, each with the forms that it comes in, in the order of the legend. */
export const families: readonly { readonly title: string; readonly signs: readonly SignId[] }[] = [
  { title: 'Work', signs: ['step', 'function'] },
  { title: 'Checkpoint', signs: ['replay', 'crash-window'] },
  { title: 'Server', signs: ['busy', 'wait', 'down', 'frozen'] },
  { title: 'Owner of a workflow', signs: ['takeover', 'fenced'] },
  { title: 'Database', signs: ['transaction', 'rolled-back', 'statement', 'failed-statement'] },
  { title: 'Message', signs: ['message', 'lost-message', 'forged-message', 'retries', 'no-answer'] },
  { title: 'Service', signs: ['call', 'repeated-call', 'failed-call', 'lost-call', 'action'] },
  { title: 'Fault', signs: ['crash', 'fault'] },
  { title: 'Violation', signs: ['violation', 'repeated-effect'] },
  { title: 'Why', signs: ['reason', 'divergence'] },
  { title: 'Time', signs: ['break'] },
]

/** The sign that a mark is drawn as. */
export function signOf(mark: StripMark): SignId {
  switch (mark.kind) {
    case 'box':
      return mark.number === null ? 'function' : 'step'
    case 'bracket':
      return mark.committed ? 'transaction' : 'rolled-back'
    case 'arrow':
      return arrowSigns[mark.fate]
    case 'call':
      return callSigns[mark.outcome]
    default:
      return plainSigns[mark.kind]
  }
}

type OfKind<Kind extends StripMark['kind']> = Extract<StripMark, { kind: Kind }>

const arrowSigns: { readonly [fate in OfKind<'arrow'>['fate']]: SignId } = {
  delivered: 'message',
  lost: 'lost-message',
  refused: 'lost-message',
  forged: 'forged-message',
}

const callSigns: { readonly [outcome in OfKind<'call'>['outcome']]: SignId } = {
  done: 'call',
  repeated: 'repeated-call',
  failed: 'failed-call',
  unheard: 'lost-call',
  unsent: 'lost-call',
}

const plainSigns: {
  readonly [kind in Exclude<StripMark['kind'], 'box' | 'bracket' | 'arrow' | 'call'>]: SignId
} = {
  busy: 'busy',
  wait: 'wait',
  down: 'down',
  frozen: 'frozen',
  replay: 'replay',
  tick: 'statement',
  refused: 'failed-statement',
  act: 'action',
  unknown: 'no-answer',
  takeover: 'takeover',
  fenced: 'fenced',
  retries: 'retries',
  window: 'crash-window',
  again: 'repeated-effect',
  cut: 'crash',
  struck: 'fault',
  violated: 'violation',
  reason: 'reason',
  divergence: 'divergence',
  break: 'break',
}
