/** The first scenario: a checkout for mugs, written in several ways. */
import { engineSchemaSql, simulatedClockSql } from '#engine'
import type { Scenario } from '#simulator/scenario.ts'
import { atLeastOnce } from './at-least-once.ts'
import {
  atLeastOnceFacts,
  checkoutCatalogue,
  durableFacts,
  naiveFacts,
  stateMachineFacts,
} from './catalogue.ts'
import { customers } from './customers.ts'
import { durable } from './durable.ts'
import { naive } from './naive.ts'
import { programs } from './programs.ts'
import { seedSql, shopLeftOut, shopSchemaSql } from './schema.ts'
import { stateMachine } from './state-machine.ts'

export const checkout: Scenario = {
  ...checkoutCatalogue,
  customers,
  // The engine's first: the shop takes its clock.
  schemaSql: `${engineSchemaSql}; ${simulatedClockSql}; ${shopSchemaSql}`,
  seedSql,
  leftOut: shopLeftOut,
  implementations: [
    { ...naiveFacts, ...programs.naive, boot: naive },
    { ...stateMachineFacts, ...programs['state-machine'], boot: stateMachine },
    { ...atLeastOnceFacts, ...programs['at-least-once'], boot: atLeastOnce },
    { ...durableFacts, ...programs.durable, boot: durable },
  ],
  retriesCalls: (guards) => guards['clientRetries'] === true,
  // `cart-2` → `order-2`; a cart may have several workflows, `cart-2-A1`.
  subjectOfWorkflow: (workflowId) => workflowId.replace(/^cart-(\d+).*$/, 'order-$1'),
}
