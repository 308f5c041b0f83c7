import type { PostgresDatabase } from './postgres-server.ts'
import type { TestExecutor } from './test-executor.ts'

/** What an executor was told that was no fault of its own, once per step that it tried again. */
export function retriesOf(executor: TestExecutor): readonly string[] {
  return executor.observations.flatMap((each) => (each.kind === 'step-retried' ? [each.error] : []))
}

/** Failures that stand as the outcome of a step or a workflow: a transient one never does (E10). */
export async function recordedFailures(database: PostgresDatabase): Promise<number> {
  const { rows } = await database.observer.query<{ count: number }>(
    `select count(*)::int as count from (
      select error from engine.step_checkpoint union all select error from engine.workflow) of_either
     where error is not null`,
  )
  return rows[0]?.count ?? 0
}
