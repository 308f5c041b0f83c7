/** What a page store needs to know, for tests. */
import type { Run } from '#simulator'
import { durableSample, naiveSample } from '#simulator/testing/sample-runs.ts'
import type { Catalogue } from '../catalogue.ts'

const naive = naiveSample()
const implementations = ['naive', 'durable'].map((name) => ({
  name,
  title: name,
  guards: name === 'durable' ? [{ name: 'idempotencyKey', title: '', default: true }] : [],
  program: {
    file: '',
    source: '',
    hash: '',
    graph: { entries: [], nodes: [], edges: [], groups: [], notes: [] },
  },
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
      statement: 'Every order comes to an end',
      violation: 'an order never ends',
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
