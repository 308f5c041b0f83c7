/** What there is to know of the checkout without running it: names, titles, sources and graphs. */
import type { Catalogue, ImplementationFacts } from '#simulator/scenario.ts'
import { customers } from './customers.ts'
import durableProgram from './durable.ts?program'
import { invariants } from './invariants.ts'
import { durableLabels, naiveLabels } from './labels.ts'
import naiveProgram from './naive.ts?program'
import { ask } from './wording.ts'
import workflowProgram from './workflow.ts?program'

export const naiveFacts: ImplementationFacts = {
  name: 'naive',
  title: 'Naive',
  program: naiveProgram,
  hash: naiveProgram.hash,
  guards: [],
  labels: naiveLabels,
  lacks: (label) => (naiveLabels.includes(label) ? null : 'the naive handlers have no such operation.'),
}

export const durableFacts: ImplementationFacts = {
  name: 'durable',
  title: 'Durable',
  program: workflowProgram,
  hash: `${workflowProgram.hash}${durableProgram.hash}`,
  guards: [],
  labels: durableLabels,
  lacks: (label) => (durableLabels.includes(label) ? null : 'the workflow has no such operation.'),
}

const implementations = [naiveFacts, durableFacts]

export const checkoutCatalogue: Catalogue = {
  name: 'checkout',
  title: 'Checkout',
  implementations,
  customers,
  invariants,
  vocabulary: {
    scenario: 'checkout',
    implementations: implementations.map(({ name }) => name),
    customers: customers.map(({ name }) => name),
    guards: Object.fromEntries(
      implementations.map(({ name, guards }) => [name, guards.map((guard) => guard.name)]),
    ),
    labels: [...new Set(implementations.flatMap(({ labels }) => labels))],
  },
  ask,
}
