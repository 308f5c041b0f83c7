/** Which faults can be placed at an event: a server's operation is crashed, a message is lost or tampered with. */
import { parsePoint, type Fault, type Point, type TraceEvent } from '#simulator'

/** A fault and the words of its menu entry. */
export interface FaultOffer {
  readonly words: string
  readonly fault: Fault
}

const restartMs = 30_000
const delayMs = 31 * 60_000

/** All that is allowed at an event, the most usual first; empty where nothing can be broken. */
export function faultOffers(event: TraceEvent): readonly FaultOffer[] {
  if (event.point === null || event.what.kind === 'fault') return []
  const point = parsePoint(event.point)
  if (event.what.kind === 'sent') return messageOffers(point)
  return point.role === 'server' ? crashOffers(point) : []
}

function crashOffers(point: Point): readonly FaultOffer[] {
  return [
    { words: 'Crash the server after it', fault: { point, kind: 'crash-after', restartMs } },
    { words: 'Crash the server before it', fault: { point, kind: 'crash-before', restartMs } },
    { words: 'Crash after it and stay down', fault: { point, kind: 'crash-after', restartMs: null } },
    { words: 'Crash before it and stay down', fault: { point, kind: 'crash-before', restartMs: null } },
  ]
}

function messageOffers(point: Point): readonly FaultOffer[] {
  const crashes = point.role === 'server' ? crashOffers(point) : []
  if (!/^(request|response|webhook):/.test(point.label)) return crashes
  const drop: FaultOffer = { words: 'Lose it on the way', fault: { point, kind: 'drop', tries: 'one' } }
  if (!point.label.startsWith('webhook:')) return [drop, ...crashes]
  return [
    drop,
    { words: 'Lose every try of it', fault: { point, kind: 'drop', tries: 'all' } },
    { words: 'Deliver it twice', fault: { point, kind: 'duplicate' } },
    { words: 'Deliver it 31 min late', fault: { point, kind: 'delay', byMs: delayMs } },
    { words: 'Forge it', fault: { point, kind: 'forge' } },
  ]
}
