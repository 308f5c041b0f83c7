/** What an event of Stripe’s asks for: how often it is done, and whether before or after the answer. */
import type { Environment, Session } from '#engine'
import type { Machine } from '#simulator/scenario.ts'
import type { PaymentEvent } from './payment.ts'
import { noteEvent, type ShopDatabase } from './shop.ts'

/** @param noteEvent false if the event counts once, and has been noted before */
type Work = (tx: Session, noteEvent: () => Promise<boolean>) => Promise<void>

export interface EventWork {
  /** Does in one transaction what an event asks for. */
  transaction(label: string, event: PaymentEvent, work: Work): Promise<void>
}

/** Events that count as often as they come, or once: by their id, or by their type and page. */
export function countEvents(db: ShopDatabase, guards: Machine['guards']): EventWork {
  const { webhookDedupe = false, eventByObject = false, noteWithWork = true } = guards
  const isNoted = webhookDedupe || eventByObject
  // Stripe may tell of one change by two events, each with an id of its own.
  const isNew = (tx: Session, { id, type, payment }: PaymentEvent): Promise<boolean> =>
    noteEvent(tx, eventByObject ? `${type} ${payment.sessionId}` : id)
  return {
    async transaction(label, event, work) {
      // Noted on its own, it counts as done before it is.
      if (isNoted && !noteWithWork && !(await db.transaction('noteEvent', (tx) => isNew(tx, event)))) return
      await db.transaction(label, (tx) =>
        work(tx, async () => !isNoted || !noteWithWork || (await isNew(tx, event))),
      )
    },
  }
}

/** Begins the work when the webhook is answered: Stripe sends nothing again if it fails. */
export function answerFirst(events: EventWork, { sleep }: Pick<Environment, 'sleep'>): EventWork {
  return {
    async transaction(label, event, work) {
      void sleep(0)
        .then(() => events.transaction(label, event, work))
        .catch(() => undefined)
    },
  }
}
