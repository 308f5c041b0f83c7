/** A durable-execution engine whose checkpoints commit with the application's rows. */
export * from './environment.ts'
export * from './errors.ts'
export {
  createEngine,
  type Engine,
  type EngineOptions,
  type EventOutcome,
  type WorkflowHandle,
  type WorkflowStatus,
} from './engine.ts'
export { message, step, timer } from './race.ts'
export type {
  EventDetails,
  ListOptions,
  MessageDetails,
  PruneOptions,
  StepDetails,
  WorkflowDetails,
  WorkflowPage,
  WorkflowSummary,
} from './overview.ts'
export type { StoredStatus } from './overview-rows.ts'
export { migrate } from './migrations.ts'
export { engineSchemaSql, schemaVersion, simulatedClockSql } from './schema.ts'
export {
  workflow,
  type AnyWorkflow,
  type Child,
  type Contender,
  type RetryPolicy,
  type Sent,
  type StepAttempt,
  type StepOptions,
  type Transaction,
  type Winner,
  type Workflow,
  type WorkflowContext,
} from './workflow.ts'
