/** The first scenario: a checkout for mugs, written in several ways. */
import { engineSchemaSql, simulatedClockSql } from '#engine'
import type { Scenario } from '#simulator/scenario.ts'
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
    { ...naiveFacts, programs: [naiveFacts.program], boot: naive },
    { ...durableFacts, programs: [durableFacts.program, durableProgram], boot: durable },
  ],
  subjectOfWorkflow: (workflowId) => workflowId.replace(/^cart-/, 'order-'),
}
