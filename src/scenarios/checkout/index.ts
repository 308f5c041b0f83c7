/** The first scenario: a checkout for mugs, written in several ways. */
import { engineSchemaSql, simulatedClockSql } from '#engine'
import { locate, type Frame, type ProgramFacts } from '#program'
import type { Implementation, Scenario } from '#simulator/scenario.ts'
import type { SourceSite } from '#simulator'
import { customers } from './customers.ts'
import { durable } from './durable.ts'
import durableProgram from './durable.ts?program'
import { invariants } from './invariants.ts'
import { durableLabels, naiveLabels } from './labels.ts'
import { naive } from './naive.ts'
import naiveProgram from './naive.ts?program'
import { seedSql, shopSchemaSql } from './schema.ts'
import { ask } from './wording.ts'
import workflowProgram from './workflow.ts?program'

const implementations: readonly Implementation[] = [
  {
    name: 'naive',
    title: 'Naive',
    program: naiveProgram,
    guards: [],
    labels: naiveLabels,
    lacks: (label) => (naiveLabels.includes(label) ? null : 'the naive handlers have no such operation.'),
    locate: locateIn([naiveProgram]),
    boot: naive,
  },
  {
    name: 'durable',
    title: 'Durable',
    program: { ...workflowProgram, hash: `${workflowProgram.hash}${durableProgram.hash}` },
    guards: [],
    labels: durableLabels,
    lacks: (label) => (durableLabels.includes(label) ? null : 'the workflow has no such operation.'),
    locate: locateIn([workflowProgram, durableProgram]),
    boot: durable,
  },
]

export const checkout: Scenario = {
  name: 'checkout',
  title: 'Checkout',
  schemaSql: `${shopSchemaSql}; ${engineSchemaSql}; ${simulatedClockSql}`,
  seedSql,
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
  subjectOfWorkflow: (workflowId) => workflowId.replace(/^cart-/, 'order-'),
  ask,
}

/** Ties frames to lines and nodes; frames of what is not drawn belong to the call around them. */
function locateIn(programs: readonly ProgramFacts[]): (frame: Frame) => SourceSite | null {
  return (frame) => {
    for (let at: Frame | null = frame; at !== null; at = at.parent) {
      const { file } = at
      const program = programs.find((candidate) => candidate.file === file)
      if (!program) continue
      const { nodeId, line } = locate(program, at)
      return { file: file.replace(/^.*\//, ''), line, node: nodeId }
    }
    return null
  }
}
