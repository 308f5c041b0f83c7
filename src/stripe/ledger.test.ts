import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StripeFault } from './api.ts'
import type { PaymentMethod } from './ledger.ts'
import type { PaymentStatus, SessionStatus } from './session.ts'
import { createStripe, type SimulatedStripe } from './stripe.ts'
import { secretKey, settlesLaterMs, webhookSecret } from './test-account.ts'
import { toUnixSeconds } from './time.ts'

/** One thing that anybody may do; sessions are meant by number, whether there are so many or not. */
type Step =
  | {
      readonly kind: 'create'
      readonly key: string | null
      readonly minutes: number
      readonly cents: number
      readonly fault: StripeFault | null
    }
  | {
      readonly kind: 'expire'
      readonly session: number
      readonly key: string | null
      readonly fault: StripeFault | null
    }
  | { readonly kind: 'pay'; readonly session: number; readonly method: PaymentMethod }
  | { readonly kind: 'wait'; readonly ms: number }

const fault = fc.constantFrom<StripeFault | null>(
  null,
  null,
  null,
  'error-before',
  'error-after',
  'rate-limited',
)
const session = fc.integer({ min: 1, max: 4 })
const key = fc.constantFrom(null, 'a', 'b')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    key,
    minutes: fc.constantFrom(29, 30, 60, 24 * 60),
    cents: fc.constantFrom(600, 600, 0),
    fault,
  }),
  fc.record({ kind: fc.constant('expire' as const), session, key, fault }),
  fc.record({
    kind: fc.constant('pay' as const),
    session,
    method: fc.constantFrom<PaymentMethod>('card', 'later', 'later-fails', 'declined'),
  }),
  fc.record({
    kind: fc.constant('wait' as const),
    ms: fc.constantFrom(1, 999, 60_000, 30 * 60_000, settlesLaterMs, 24 * 60 * 60_000),
  }),
)
const steps = fc.array(step, { maxLength: 40 })

describe('any sequence of calls', () => {
  test('P1, P2: one charge a session at most, exactly when it is paid; states only move forward', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        let before: Standing[] = []
        run(sequence, (stripe) => {
          const { sessions, charges } = stripe.tables()
          for (const { id, payment_status, amount_cents } of sessions) {
            const own = charges.filter(({ session_id }) => session_id === id)
            expect(own.map((charge) => charge.amount_cents)).toEqual(
              payment_status === 'paid' ? [amount_cents] : [],
            )
          }
          const now = sessions.map(({ status, payment_status }) => `${status} ${payment_status}` as const)
          before.forEach((from, index) => expect(reachable[from]).toContain(now[index]))
          before = now
        })
      }),
      { numRuns: 300 },
    )
  })

  test('P3: each move gives one event, whose body stays as it was', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const bodies: string[] = []
        const stripe = run(sequence, (account) => {
          account.events().forEach(({ payload }, index) => {
            bodies[index] ??= payload
            expect(payload).toBe(bodies[index])
          })
        })
        for (const { id, status, payment_status } of stripe.tables().sessions) {
          const types = stripe.events().flatMap(({ sessionId, type }) => (sessionId === id ? [type] : []))
          expect(storiesOf(`${status} ${payment_status}`)).toContain(
            types.map((type) => type.replace('checkout.session.', '')).join(' '),
          )
        }
        const handedOut = stripe.takeDeliveries().map(({ payload }) => payload)
        expect(handedOut).toEqual(bodies)
      }),
      { numRuns: 300 },
    )
  })

  test('P4: nothing that is due is left undone, and at the end of time nothing is due', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const stripe = run(sequence, (account, nowMs) => {
          expect(account.nextDueMs() ?? Infinity).toBeGreaterThan(nowMs)
        })
        const farMs = 10 ** 12
        stripe.advance(farMs)
        expect(stripe.nextDueMs()).toBeNull()
        const times = stripe.events().map(({ createdMs }) => createdMs)
        expect(times).toEqual(times.toSorted((a, b) => a - b))
        expect(stripe.tables().sessions.filter(({ status }) => status === 'open')).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  test('P5: within a day a key has one answer, and only the first time does it make anything', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const answers = new Map<string, { readonly text: string; readonly sinceMs: number }>()
        run(sequence, (stripe, nowMs, answer) => {
          const stored = stripe.tables().idempotency_keys
          if (answer?.key == null || ![200, 500].includes(answer.status)) return
          expect(stored.map((row) => row.key)).toContain(answer.key)
          const first = answers.get(answer.key)
          const text = `${answer.status} ${answer.body}`
          const lives = first !== undefined && nowMs - first.sinceMs < 24 * 60 * 60_000
          if (!lives) answers.set(answer.key, { text, sinceMs: nowMs })
          expect(text).toBe(answers.get(answer.key)?.text)
          expect(lives && answer.moved).toBe(false)
        })
      }),
      { numRuns: 300 },
    )
  })

  test('P6: the same calls give the same ledger, answers and webhooks, byte for byte', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const record = (): string => {
          const answers: unknown[] = []
          const stripe = run(sequence, (account, nowMs, answer) =>
            answers.push(answer, account.nextDueMs(), account.revision(), account.sign('x', nowMs)),
          )
          return JSON.stringify([answers, stripe.tables(), stripe.events()])
        }
        expect(record()).toBe(record())
      }),
      { numRuns: 100 },
    )
  })

  test('the revision changes whenever the tables do', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const seen = new Map<number, string>()
        run(sequence, (stripe) => {
          const tables = JSON.stringify(stripe.tables())
          expect(seen.get(stripe.revision()) ?? tables).toBe(tables)
          seen.set(stripe.revision(), tables)
        })
      }),
      { numRuns: 200 },
    )
  })
})

type Standing = `${SessionStatus} ${PaymentStatus}`

const reachable: Record<Standing, readonly Standing[]> = {
  'open unpaid': [
    'open unpaid',
    'complete unpaid',
    'complete paid',
    'complete no_payment_required',
    'expired unpaid',
  ],
  'complete no_payment_required': ['complete no_payment_required'],
  'complete unpaid': ['complete unpaid', 'complete paid'],
  'complete paid': ['complete paid'],
  'expired unpaid': ['expired unpaid'],
  'open paid': [],
  'expired paid': [],
  'open no_payment_required': [],
  'expired no_payment_required': [],
}

/** Which events a session may have had that stands so. */
function storiesOf(standing: Standing): readonly string[] {
  switch (standing) {
    case 'open unpaid':
      return ['']
    case 'complete unpaid':
      return ['completed', 'completed async_payment_failed']
    case 'complete paid':
      return ['completed', 'completed async_payment_succeeded']
    case 'complete no_payment_required':
      return ['completed']
    case 'expired unpaid':
      return ['expired']
    case 'open paid':
    case 'expired paid':
    case 'open no_payment_required':
    case 'expired no_payment_required':
      return []
  }
}

interface Answer {
  readonly key: string | null
  readonly status: number
  readonly body: string
  /** True where the request itself made or ended a session. */
  readonly moved: boolean
}

function run(
  sequence: readonly Step[],
  look: (stripe: SimulatedStripe, nowMs: number, answer: Answer | null) => void,
): SimulatedStripe {
  const stripe = createStripe({ secretKey, webhookSecret, settlesLaterMs })
  let nowMs = 0
  for (const next of sequence) {
    if (next.kind === 'wait') nowMs += next.ms
    const answer = perform(stripe, next, nowMs)
    look(stripe, nowMs, answer)
  }
  return stripe
}

function perform(stripe: SimulatedStripe, next: Step, nowMs: number): Answer | null {
  switch (next.kind) {
    case 'wait':
      stripe.advance(nowMs)
      return null
    case 'pay':
      stripe.pay(`cs_${next.session}`, nowMs, { method: next.method })
      return null
    case 'create':
      return post(stripe, '/v1/checkout/sessions', creation(next.minutes, next.cents, nowMs), next, nowMs)
    case 'expire':
      return post(stripe, `/v1/checkout/sessions/cs_${next.session}/expire`, '', next, nowMs)
  }
}

function post(
  stripe: SimulatedStripe,
  path: string,
  body: string,
  options: { readonly key: string | null; readonly fault: StripeFault | null },
  nowMs: number,
): Answer {
  const headers = {
    authorization: `Bearer ${secretKey}`,
    ...(options.key === null ? {} : { 'idempotency-key': options.key }),
  }
  const request = { method: 'POST', path, headers, body }
  // What fell due by itself is not the request's doing.
  stripe.advance(nowMs)
  const before = movesOf(stripe)
  const handled = stripe.handle(request, nowMs, options.fault === null ? {} : { fault: options.fault })
  const isKeysOutcome = handled.headers['idempotency-key'] !== undefined && handled.status !== 429
  const moved = before !== movesOf(stripe)
  return { key: isKeysOutcome ? options.key : null, status: handled.status, body: handled.body, moved }
}

function movesOf(stripe: SimulatedStripe): number {
  return stripe.events().length + stripe.tables().sessions.length
}

function creation(minutes: number, cents: number, nowMs: number): string {
  const item = 'line_items[0][price_data]'
  return [
    'mode=payment&success_url=https%3A%2F%2Fshop.example%2F&metadata[cart_id]=cart-1&line_items[0][quantity]=2',
    `${item}[currency]=eur&${item}[unit_amount]=${cents}&${item}[product_data][name]=Mug`,
    `expires_at=${toUnixSeconds(nowMs) + minutes * 60}`,
  ].join('&')
}
