/** Small wrong edits of the checkout and the engine, each with what notices it. */
import { concurrencyMutants } from './catalogue/engine-concurrency.ts'
import { engineMutants } from './catalogue/engine.ts'
import { paymentMutants } from './catalogue/payment.ts'
import { shopMutants } from './catalogue/shop.ts'
import { stateMachineMutants } from './catalogue/state-machine.ts'
import { workflowMutants } from './catalogue/workflow.ts'
import type { Mutant } from './mutant.ts'

export const catalogue: readonly Mutant[] = [
  ...shopMutants,
  ...paymentMutants,
  ...stateMachineMutants,
  ...workflowMutants,
  ...engineMutants,
  ...concurrencyMutants,
]
