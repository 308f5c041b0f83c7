/** How long a workflow with many recorded steps takes from its claim to its end: its replay, and little else. */
import { createEngine } from '../engine.ts'
import type { Database } from '../environment.ts'
import { createMachineEnvironment } from '../machine-environment.ts'
import { workflow } from '../workflow.ts'

const counting = workflow('counting', async (ctx, steps: number) => {
  let sum = 0
  for (let number = 0; number < steps; number += 1) sum += await ctx.step('count', () => -1)
  return sum
})

/**
 * @param database with the engine's tables
 * @param id of no workflow yet
 * @returns milliseconds
 */
export async function measureReplay(database: Database, id: string, steps: number): Promise<number> {
  const write = (text: string) => database.query({ label: 'record', text, values: [id, steps] })
  await write(`insert into engine.step_checkpoint (workflow_id, step, name, output, epoch, created_at)
    select $1, number::text, 'count', '1', 1, engine.now() from generate_series(0, $2::int - 1) as number`)
  await write(`insert into engine.workflow (id, name, status, input, epoch, due_at, created_at)
    values ($1, 'counting', 'queued', to_jsonb($2::int), 1, engine.now(), engine.now())`)
  const environment = createMachineEnvironment({ database, setTimeout, clearTimeout, random: Math.random })
  const engine = createEngine({ environment, workflows: [counting], executorId: id })
  const startMs = performance.now()
  void engine.run()
  const sum = await engine.result<number>(id)
  const elapsedMs = performance.now() - startMs
  await engine.stop()
  if (sum !== steps) throw new Error(`The replay of ${steps} steps came to ${sum}: some of them ran again.`)
  return elapsedMs
}
