/** Each kind of fault as a clause. */
import { about } from './duration-words.ts'
import { bareMessage, operationWords } from './operation-words.ts'
import type { Fault, Target } from './plan.ts'

/** What goes wrong, as a clause: `the payment webhook comes twice`. */
export function faultPhrase(planned: Fault): string {
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
      return `the clock${at} jumps ${planned.byMs < 0 ? 'back' : 'ahead'} by ${about(Math.abs(planned.byMs))}`
    case 'deploy':
      return `a deploy of new code${at} right before ${operation}`
    case 'ack-lost':
      return `${operation} succeeds, and its answer is lost`
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
      return `${operation} succeeds, and Stripe’s answer is lost`
    case 'error-before':
      return `${operation} fails: Stripe answers 500 and does nothing`
    case 'error-after':
      return `${operation} succeeds, but Stripe answers 500`
    case 'rate-limited':
      return `${operation} is refused: Stripe answers 429, too many requests`
    case 'timeout':
      return `${operation} succeeds, but no answer arrives in time`
    case 'drop':
      return `${message} is lost${planned.tries === 'all' ? ', on every try' : ''}`
    case 'duplicate':
      return `${message} arrives twice`
    case 'delay':
      return `${message} arrives ${about(planned.byMs)} late`
    case 'overtake':
      return `${message} is overtaken by the next message`
    case 'forge':
      return `an attacker forges ${message}`
    case 'replay':
      return `an attacker sends ${message} again, ${about(planned.byMs)} later`
  }
}

function targetWords(target: Target): string {
  return target === 'postgres' ? 'Postgres' : `server ${target}`
}
