/** Words that the contract's workflows share: an effect is a row, so that it can be counted. */
import type { Session } from '../environment.ts'
import type { World } from './world.ts'

/** The application's statement. */
export async function addEffect(tx: Session, name: string): Promise<void> {
  await tx.query({
    label: `insert:${name}`,
    text: 'insert into public.effect (name) values ($1)',
    values: [name],
  })
}

/** Names of all effects, in the order in which they were made. */
export async function effects(world: World): Promise<readonly unknown[]> {
  return (await world.rows('select name from public.effect order by id')).map((row) => row['name'])
}

/** What is recorded of a workflow's steps. */
export async function checkpoints(world: World, id: string): Promise<readonly unknown[]> {
  const rows = await world.rows(
    `select step, name, epoch from engine.step_checkpoint where workflow_id = $1 order by step`,
    [id],
  )
  return rows.map(({ step, name, epoch }) => [step, name, epoch])
}

/** The workflow's own row. */
export async function workflowRow(world: World, id: string) {
  const [row = {}] = await world.rows(
    `select status, executor, epoch, inbox, recoveries, output, error,
      (extract(epoch from due_at - timestamptz '2030-01-01 00:00:00+00') * 1000)::float8 as due_ms
    from engine.workflow where id = $1`,
    [id],
  )
  return row
}

/** A promise that the test settles. */
export function gate<T = void>(): { readonly promise: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    open = resolve
  })
  return { promise, open: (value) => open(value) }
}
