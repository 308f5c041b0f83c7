/** What there is to know of the checkout without running it: names, titles, sources and graphs. */
import type { Catalogue, ImplementationFacts } from '#simulator/scenario.ts'
import atLeastOnceProgram from './at-least-once.ts?program'
import { customers } from './customers.ts'
import durableProgram from './durable.ts?program'
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
import naiveProgram from './naive.ts?program'
import { opening } from './opening.ts'
import pollerProgram from './poller.ts?program'
import { receiptColumns } from './receipts.ts'
import stateMachineProgram from './state-machine.ts?program'
import { storyWords } from './story-words.ts'
import { ask } from './wording.ts'
import workflowNextProgram from './workflow-next.ts?program'
import workflowServerProgram from './workflow-server.ts?program'
import workflowProgram from './workflow.ts?program'

type Facts = ImplementationFacts

/** An implementation by its sources, the drawn one first. */
function facts(
  programs: readonly [Facts['program'], ...Facts['programs']],
  rest: Omit<Facts, 'program' | 'programs' | 'hash' | 'lacks'> & {
    readonly reasons: Parameters<typeof lacking>[1]
  },
): Facts {
  const { reasons, ...known } = rest
  return {
    ...known,
    program: programs[0],
    programs,
    // Enough of each to tell one version from another.
    hash: programs.map(({ hash }) => hash.slice(0, 6)).join(''),
    lacks: lacking(known.labels, reasons),
  }
}

const workflowPrograms = [workflowProgram, workflowServerProgram, workflowNextProgram] as const

export const naiveFacts: Facts = facts([naiveProgram], {
  name: 'naive',
  title: 'Naive',
  guards: naiveGuards,
  labels: naiveLabels,
  reasons: naiveReasons,
})

export const stateMachineFacts = facts([stateMachineProgram, pollerProgram], {
  name: 'state-machine',
  title: 'State machine',
  guards: stateMachineGuards,
  labels: stateMachineLabels,
  reasons: stateMachineReasons,
})

export const atLeastOnceFacts = facts([...workflowPrograms, atLeastOnceProgram], {
  name: 'at-least-once',
  title: 'At least once',
  note: 'Same engine, history in a second database',
  bothWays: 'idempotentSteps',
  guards: atLeastOnceGuards,
  labels: workflowLabels,
  reasons: workflowReasons,
})

export const durableFacts = facts([...workflowPrograms, durableProgram], {
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
  faultNouns: { service: 'Stripe', message: { title: 'Webhook', noun: 'webhook' } },
  toneOf: toneOfViolated,
  opening,
  story: storyWords,
  receipts: receiptColumns,
}
