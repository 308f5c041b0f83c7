/** The first scenario: a checkout for mugs, written in several ways. */
import { engineSchemaSql, simulatedClockSql } from '#engine'
import { locate, type Frame, type ProgramFacts } from '#program'
import type { Scenario } from '#simulator/scenario.ts'
import type { SourceSite } from '#simulator'
import { checkoutCatalogue, durableFacts, naiveFacts } from './catalogue.ts'
import { durable } from './durable.ts'
import durableProgram from './durable.ts?program'
import { naive } from './naive.ts'
import { seedSql, shopSchemaSql } from './schema.ts'

export const checkout: Scenario = {
  ...checkoutCatalogue,
  schemaSql: `${shopSchemaSql}; ${engineSchemaSql}; ${simulatedClockSql}`,
  seedSql,
  implementations: [
    { ...naiveFacts, locate: locateIn([naiveFacts.program]), boot: naive },
    { ...durableFacts, locate: locateIn([durableFacts.program, durableProgram]), boot: durable },
  ],
  subjectOfWorkflow: (workflowId) => workflowId.replace(/^cart-/, 'order-'),
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
