/** An event in two or three words, for the events that the line of a lane has no words for. */
import { titleOf, type TraceEvent } from '#simulator'
import { nameOf } from '#simulator/sentence.ts'

/** `A commits`, `Alice asks`, `Step 2`. Without a full stop. */
export function shortLabel(event: TraceEvent): string {
  const name = nameOf(event.actor)
  const { what } = event
  switch (what.kind) {
    case 'statement':
      return `${name} ${event.changes.length > 0 ? 'writes' : 'reads'}`
    case 'begin':
      return `${name} begins`
    case 'commit':
      return `${name} commits`
    case 'rollback':
      return 'Rolled back'
    case 'stripe-call':
      return `${name} calls ${titleOf({ role: 'stripe' })}`
    case 'sent':
      return `${name} ${sends(what.label)}`
    case 'arrived':
      return `${name} receives`
    case 'no-answer':
      return 'No answer'
    case 'customer':
      return `${name} ${what.sees === null ? 'acts' : 'sees it'}`
    case 'stripe':
      return `${titleOf({ role: 'stripe' })} acts`
    case 'step':
      return what.progress === 'replayed' ? `Step ${what.step} reused` : `Step ${what.step}`
    case 'workflow':
      return `${name} ${workflowVerbs[what.progress]}`
    case 'process':
      return `${name} ${processVerbs[what.change]}`
    case 'fault':
      return 'Fault'
    case 'violated':
      return 'Rule broken'
    case 'asked':
      return 'Tables checked'
    case 'restored':
      return 'Outage over'
    case 'settling':
      return 'Faults over'
    case 'ended':
      return what.failure === null ? 'End' : 'Stopped'
  }
}

function sends(label: string): string {
  if (label.startsWith('request:')) return 'asks'
  return label.startsWith('response:') ? 'answers' : 'notifies'
}

const workflowVerbs = {
  claimed: 'continues',
  recovered: 'takes over',
  sleeping: 'waits',
  fenced: 'is rejected',
  succeeded: 'finishes',
  blocked: 'is blocked',
  failed: 'gives up',
  cancelled: 'is cancelled',
} as const

const processVerbs = {
  crashed: 'dies',
  restarted: 'is back',
  frozen: 'freezes',
  thawed: 'wakes up',
  'clock-jumped': 'clock jumps',
} as const
