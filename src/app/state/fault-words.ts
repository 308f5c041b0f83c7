/** A fault in words, for chips, buttons and the live region. */
import { formatDuration, type Fault } from '#simulator'

export interface FaultWords {
  /** `Crash after`. */
  readonly verb: string
  /** The operation, set as code: `commit:reserveInventory`. */
  readonly operation: string
  /** `down for 2h`, `all tries`; null where all is as usual. */
  readonly detail: string | null
}

export function faultWords(fault: Fault): FaultWords {
  const operation = operationWords(fault)
  switch (fault.kind) {
    case 'crash-after':
    case 'crash-before':
      return {
        verb: fault.kind === 'crash-after' ? 'Crash after' : 'Crash before',
        operation,
        detail: restartWords(fault.restartMs),
      }
    case 'drop':
      return { verb: 'Drop', operation, detail: fault.tries === 'all' ? 'every try' : null }
    case 'duplicate':
      return { verb: 'Deliver twice', operation, detail: null }
    case 'delay':
      return { verb: 'Delay', operation, detail: `by ${formatDuration(fault.byMs)}` }
    case 'forge':
      return { verb: 'Forge', operation, detail: null }
  }
}

/** The same in one string. */
export function faultSentence(fault: Fault): string {
  const { verb, operation, detail } = faultWords(fault)
  return [verb, operation, ...(detail === null ? [] : [detail])].join(' ')
}

/** `webhook:checkout.session.completed` as `webhook:completed`: there is only one kind of session here. */
export function shortLabel(label: string): string {
  return label.replace(':checkout.session.', ':')
}

function operationWords({ point }: Fault): string {
  const subject = point.subject === 'order-1' ? '' : ` of ${point.subject}`
  const occurrence = point.occurrence === 1 ? '' : ` #${point.occurrence}`
  return `${shortLabel(point.label)}${subject}${occurrence}`
}

function restartWords(restartMs: number | null): string | null {
  if (restartMs === null) return 'stays down'
  return restartMs === 30_000 ? null : `down for ${formatDuration(restartMs)}`
}
