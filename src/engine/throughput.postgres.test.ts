import { expect, test } from 'vitest'
import { createPgDatabase } from './pg-database.ts'
import { usePostgres } from './testing/postgres-server.ts'
import { measureThroughput, throughputSql } from './testing/throughput.ts'

const server = usePostgres()

// No speed is asserted: `npm run bench` measures, on a machine that does nothing else.
test.each([
  ['steps', 7],
  ['transactions', 22],
] as const)(
  'five %s make the round trips that they should, and the floor does the same work',
  async (load, roundTrips) => {
    const { createPool, observer } = await server().createDatabase(throughputSql)
    const database = createPgDatabase(createPool({ max: 4 }))
    const measured = await measureThroughput(
      { database, load, workflows: 20, concurrency: 4, prefix: 'bench' },
      2,
    )
    expect(measured.roundTrips).toBe(roundTrips)
    const { rows } = await observer.query<{ kind: string; ended: number; steps: number; effects: number }>(
      `select split_part(id, '-', 2) as kind, count(*)::int as ended,
        sum((select count(*) from engine.step_checkpoint s where s.workflow_id = w.id))::int as steps,
        sum((select count(*) from effect e where e.workflow_id = w.id))::int as effects
       from engine.workflow w where status = 'succeeded' and output is not null group by 1 order by 1`,
    )
    const effects = load === 'steps' ? 0 : 5
    expect(rows).toEqual([
      { kind: 'bare', ended: 60, steps: 300, effects: 60 * effects },
      { kind: 'engine', ended: 60, steps: 300, effects: 60 * effects },
      { kind: 'recorded', ended: 1, steps: 5, effects },
    ])
  },
)
