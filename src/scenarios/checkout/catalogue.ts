/** What there is to know of the checkout without running it: names, titles and words. `programs.ts` has its sources. */
import type { Catalogue, ImplementationFacts } from '#simulator/scenario.ts'
import { customerFacts } from './customer-facts.ts'
import { atLeastOnceGuards, durableGuards, naiveGuards, stateMachineGuards } from './guards.ts'
import { invariants, toneOfViolated } from './invariants.ts'
import {
  lacking,
  naiveLabels,
  naiveReasons,
  stateMachineLabels,
  stateMachineReasons,
  workflowLabels,
  workflowReasons,
} from './labels.ts'
import { opening } from './opening.ts'
import { receiptColumns } from './receipts.ts'
import { storyWords } from './story-words.ts'
import { ask } from './wording.ts'

type Facts = ImplementationFacts

function facts(known: Omit<Facts, 'lacks'> & { readonly reasons: Parameters<typeof lacking>[1] }): Facts {
  const { reasons, ...rest } = known
  return { ...rest, lacks: lacking(rest.labels, reasons) }
}

export const naiveFacts: Facts = facts({
  name: 'naive',
  title: 'Naive',
  guards: naiveGuards,
  labels: naiveLabels,
  reasons: naiveReasons,
})

export const stateMachineFacts = facts({
  name: 'state-machine',
  title: 'State machine',
  guards: stateMachineGuards,
  labels: stateMachineLabels,
  reasons: stateMachineReasons,
})

export const atLeastOnceFacts = facts({
  name: 'at-least-once',
  title: 'At least once',
  note: 'Same engine, history in a second database',
  bothWays: 'idempotentSteps',
  guards: atLeastOnceGuards,
  labels: workflowLabels,
  reasons: workflowReasons,
})

export const durableFacts = facts({
  name: 'durable',
  title: 'Durable',
  guards: durableGuards,
  labels: workflowLabels,
  reasons: workflowReasons,
})

const implementations = [naiveFacts, stateMachineFacts, atLeastOnceFacts, durableFacts]

export const checkoutCatalogue: Catalogue = {
  name: 'checkout',
  title: 'Checkout',
  implementations,
  customers: customerFacts,
  invariants,
  vocabulary: {
    scenario: 'checkout',
    implementations: implementations.map(({ name }) => name),
    customers: customerFacts.map(({ name }) => name),
    guards: Object.fromEntries(
      implementations.map(({ name, guards }) => [name, guards.map((guard) => guard.name)]),
    ),
    labels: [...new Set(implementations.flatMap(({ labels }) => labels))],
  },
  ask,
  faultNouns: { service: 'Stripe', message: { title: 'Webhook', noun: 'webhook' } },
  toneOf: toneOfViolated,
  opening,
  story: storyWords,
  receipts: receiptColumns,
}
