/** What each reason claims, asked of the trace. */
import type { Run, TraceEvent, What } from '#simulator'
import { nameOf, sentence } from '#simulator/sentence.ts'
import { deedsOf, orderIds } from '../deeds.ts'
import type { Link } from '../links.ts'
import type { Forgotten, Reason } from '../reasons.ts'

/** What of an explanation the trace does not show, as text; none if all of it is right. */
export function unshown(links: readonly Link[], run: Run): readonly string[] {
  return links.filter(({ reason }) => !isShown(reason, run)).map(({ reason }) => JSON.stringify(reason))
}

type Kind = What['kind']
type Of<Each extends Kind> = Extract<What, { kind: Each }>

function isShown(reason: Reason, run: Run): boolean {
  const { trace } = run
  const at = (index: number): TraceEvent | undefined => trace[index - 1]
  const names = new Set(trace.map(({ actor }) => nameOf(actor)))
  const isOf = (index: number, kind: Kind) => at(index)?.what.kind === kind
  const orders = orderIds(run)
  const some = <Each extends Kind>(
    kind: Each,
    isIt: (what: Of<Each>, event: TraceEvent) => boolean = () => true,
  ) => trace.some((event) => event.what.kind === kind && isIt(event.what as Of<Each>, event))
  switch (reason.id) {
    case 'effect':
      return deedsOf(run).some(({ event }) => event === reason.event)
    case 'happened':
    case 'decisive':
    case 'rolled-back':
      return at(reason.event) !== undefined
    case 'fault':
      return isOf(reason.event, 'fault')
    case 'died':
      return some(
        'process',
        ({ change }, { actor }) => change === 'crashed' && nameOf(actor) === reason.server,
      )
    case 'overtaken':
      return reason.first < reason.waiting && at(reason.waiting)?.actor.role === 'server'
    case 'clicked-again': {
      const sent = trace.filter(
        ({ actor, what }) => what.kind === 'sent' && nameOf(actor) === reason.customer,
      )
      const saw = some(
        'customer',
        ({ sees }, { actor }) => nameOf(actor) === reason.customer && sees === reason.page,
      )
      return sent.length > 1 && (reason.page === null || saw)
    }
    case 'webhook-again':
      return some('sent', ({ label, attempt }) => label.startsWith('webhook:') && attempt === reason.attempt)
    case 'arrived-again': {
      const what = at(reason.event)?.what
      return some(
        'arrived',
        ({ label }, { index }) => index < reason.event && what?.kind === 'arrived' && label === what.label,
      )
    }
    case 'took-over':
      return trace.some(({ changes }) =>
        changes.some(
          ({ before, after }) =>
            before?.['executor'] === reason.from && after?.['executor'] === reason.server,
        ),
      )
    case 'woke-workflow':
    case 'found-late':
    case 'found-done':
    case 'unchecked':
      return names.has(reason.server)
    case 'refused': {
      const what = at(reason.event)?.what
      return what?.kind === 'stripe-call' && (what.status ?? 0) >= 400
    }
    case 'news': {
      const sent = at(at(reason.event)?.cause ?? 0)?.what
      return isOf(reason.event, 'arrived') && (sent?.kind === 'sent' && sent.forged) === reason.isForged
    }
    case 'no-checkpoint':
      return some(
        'step',
        ({ name, progress }, { actor }) =>
          progress === 'began' && name === reason.step && nameOf(actor) === reason.server,
      )
    case 'second-order': {
      const cartOf = (order: string) =>
        trace.flatMap(({ changes }) => changes).find(({ table, key }) => table === 'orders' && key === order)
          ?.after?.['cart_id']
      return (
        reason.order !== reason.original &&
        names.has(reason.server) &&
        cartOf(reason.order) !== undefined &&
        cartOf(reason.order) === cartOf(reason.original)
      )
    }
    case 'new-call': {
      const { key } = reason
      const what = at(reason.event)?.what
      if (what?.kind !== 'stripe-call') return false
      if (key === null) return what.idempotencyKey === null
      if (key === 'made-up') return what.idempotencyKey?.startsWith('stripe-node-retry-') === true
      return (
        what.idempotencyKey === key.is &&
        some('stripe-call', ({ idempotencyKey }) => String(idempotencyKey) === key.was)
      )
    }
    case 'woke-up':
      return some(
        'process',
        ({ change }, { actor }) => change === 'thawed' && nameOf(actor) === reason.server,
      )
    case 'payment-unasked':
      return names.has(reason.server) && !asksAfterPayment(run)
    case 'continued':
      return isOf(reason.event, 'statement') && at(reason.event)?.changes.length === 0
    case 'read-anyway':
    case 'read-before':
      return (
        names.has(reason.server) &&
        (reason.status === null ||
          some('statement', ({ rows }) => rows.some((row) => row['status'] === reason.status)))
      )
    case 'read':
      return isOf(reason.event, 'statement')
    case 'lost-update': {
      const [read, write] = [at(reason.read), at(reason.event)]
      return (
        read?.what.kind === 'statement' &&
        read.request === write?.request &&
        trace.some(
          ({ index, actor, changes }) =>
            index > reason.read &&
            index < reason.event &&
            changes.length > 0 &&
            nameOf(actor) === reason.other,
        )
      )
    }
    case 'another-event': {
      const additions = trace.flatMap(({ index, changes }) =>
        changes.flatMap(({ table, key, before }) =>
          table === reason.table && before === null ? [{ index, key }] : [],
        ),
      )
      return (
        reason.key !== reason.was &&
        additions.some(({ index, key }) => index === reason.event && key === reason.key) &&
        additions.some(({ index, key }) => index < reason.event && key === reason.was)
      )
    }
    case 'webhooks-refused': {
      const subject = at(reason.last)?.subject
      const answers = trace.flatMap(({ what, subject: of }) =>
        of === subject && what.kind === 'sent' && what.label.startsWith('response:') ? [what.summary] : [],
      )
      return answers.filter((answer) => answer.includes(reason.error)).length >= reason.tries
    }
    case 'webhooks-lost': {
      const last = at(reason.last)
      const lost = trace.filter(
        ({ subject, what }) =>
          subject === last?.subject &&
          what.kind === 'sent' &&
          what.label.startsWith('webhook:') &&
          what.fate !== 'delivered',
      )
      return lost.length >= reason.tries && reason.tries > 1
    }
    case 'workflow-failed':
      return (
        orders.includes(reason.order) &&
        some(
          'workflow',
          ({ progress }, { actor }) => progress === 'failed' && nameOf(actor) === reason.server,
        )
      )
    case 'stripe-unasked':
      return orders.includes(reason.order) && isOf(reason.webhook, 'sent') && !asksAfter(run, reason.webhook)
    case 'forgotten':
      return isOpen(run, reason.order) && isForgotten(reason.why, run)
    case 'repeated': {
      const event = at(reason.event)
      const words = event && sentence(event, run)
      return trace.filter((each) => sentence(each, run) === words).length >= reason.times
    }
    case 'replayed': {
      const what = at(reason.event)?.what
      return what?.kind === 'step' && what.progress === 'replayed'
    }
    case 'no-second':
    case 'counts-once':
    case 'nothing-new':
      return isOf(reason.event, 'statement') && at(reason.event)?.changes.length === 0
    case 'rejected':
      return (
        names.has(reason.server) &&
        some(
          'arrived',
          ({ summary, from }) => nameOf(from) === reason.server && summary.startsWith(reason.status),
        )
      )
    case 'asked-stripe': {
      const what = at(reason.event)?.what
      return what?.kind === 'stripe-call' && what.method === 'GET'
    }
    case 'unjudged':
      return run.end.kind !== 'settled' && run.end.why === reason.why
    case 'left': {
      const verdict = run.verdicts.find(({ id }) => id === reason.invariant)
      return (
        verdict?.outcome === 'violated' &&
        reason.rows.every((row) =>
          verdict.rows.some((other) => JSON.stringify(other) === JSON.stringify(row)),
        )
      )
    }
  }
}

/** Whether an order is not at its end in the final rows. */
function isOpen({ tables }: Run, order: string): boolean {
  const status = (tables['orders'] ?? []).find(({ id }) => id === order)?.['status']
  return status !== undefined && status !== 'FULFILLED' && status !== 'CANCELLED'
}

function isForgotten(why: Forgotten, { trace }: Run): boolean {
  const isAbout = (message: string, label: string) =>
    trace.some(({ what }) => what.kind === 'sent' && what.message === message && what.label === label)
  switch (why.is) {
    case 'unclaimed':
      return trace.some(({ changes }) => changes.some(({ table }) => table.endsWith('.workflow')))
    case 'blocked': {
      const event = trace[why.event - 1]
      return event?.what.kind === 'workflow' && event.what.progress === 'blocked'
    }
    case 'memory-gone':
      return trace.some(
        ({ actor, what }) =>
          what.kind === 'process' && what.change === 'crashed' && nameOf(actor) === why.server,
      )
    case 'answered': {
      const answer = trace[why.event - 1]
      return (
        answer?.what.kind === 'sent' &&
        answer.what.summary.startsWith(why.status) &&
        nameOf(answer.actor) === why.server
      )
    }
    case 'acknowledged': {
      const answer = trace[why.event - 1]
      return (
        answer?.what.kind === 'sent' &&
        answer.what.summary.startsWith(why.status) &&
        why.status.startsWith('2') &&
        nameOf(answer.actor) === why.server &&
        isAbout(answer.what.message, why.webhook)
      )
    }
    case 'unknown':
      return true
  }
}

/** Whether a server asks Stripe for the order of an event after it. */
function asksAfter({ trace }: Run, index: number): boolean {
  const about = trace[index - 1]?.subject
  return trace.some(
    (event) => event.index > index && event.subject === about && event.what.kind === 'stripe-call',
  )
}

function asksAfterPayment(run: Run): boolean {
  const paid = run.trace.find(({ changes }) => changes.some(({ table }) => table === 'stripe.charges'))
  const asked = run.trace.filter(
    ({ index, what }) => index > (paid?.index ?? 0) && what.kind === 'stripe-call' && what.method === 'GET',
  )
  return paid !== undefined && asked.some(({ subject }) => subject === paid.subject)
}
