/** What a page store needs to know, for tests. */
import type { Run } from '#simulator'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import type { Catalogue } from '../catalogue.ts'

const naive = naiveSample()
const implementations = ['naive', 'durable'].map((name) => ({
  name,
  title: name,
  guards: name === 'durable' ? [{ name: 'idempotencyKey', title: '', default: true }] : [],
}))
/** A catalogue with the runs that were written by hand. */
export const sampleCatalogue: Catalogue & { readonly embedded: readonly [Run, Run] } = {
  title: 'Checkout',
  vocabulary: {
    scenario: 'checkout',
    implementations: ['naive', 'durable'],
    customers: ['pays', 'leaves'],
    guards: { durable: ['idempotencyKey'] },
    labels: naive.trace.flatMap(({ what }) => ('label' in what ? [what.label] : [])),
  },
  implementations,
  customers: [{ name: 'pays', title: 'pays' }],
  invariants: [
    {
      id: 'L1',
      statement: 'Every order reaches a final state',
      violation: 'an order is stuck for good',
      when: 'end',
      sql: 'select id from orders',
    },
  ],
  faultNouns: { service: 'Stripe', message: { title: 'Webhook', noun: 'webhook' } },
  toneOf: (violated) => (violated.length === 0 ? 'holds' : 'violated'),
  ask: () => ({ question: '?', answer: '!', tone: 'holds' }),
  story: { effects: [], found: [], retries: 'tries again', leftWrong: () => [] },
  receipts: () => [],
  embedded: [naive, durableSample()],
}

/** The same with an opening, a few events before the naive run's crash. */
export const openingCatalogue: Catalogue & { readonly embedded: readonly [Run, Run] } = {
  ...sampleCatalogue,
  opening: {
    link: 'implementation=naive&plan=server/commit:reserveInventory%231=crash-after&cursor=server/begin:reserveInventory%231',
    lead: 'What this is.',
    question: 'What is left?',
    implementation: 'no engine',
    fault: 'A crash',
    bet: {
      question: 'How many?',
      facts: 'Two',
      answers: [
        { id: 'one', label: 'One', why: 'It is the same.' },
        { id: 'two', label: 'Two', why: 'It is twice.' },
      ],
    },
    next: { implementation: 'durable', label: 'The same, durable', promise: 'The same, durable.' },
    answerOf: ({ tables }) => ({
      id: (tables['reservations'] ?? []).length > 1 ? 'two' : 'one',
      sentence: '',
    }),
  },
}
