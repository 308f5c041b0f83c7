/** The clock by which a webhook is judged: the database's, which all servers share, or this server's own. */
import type { Machine } from '#simulator/scenario.ts'

/** @returns reads it; milliseconds since 1970 */
export function clockOf({ database, guards, clockMs }: Machine): () => Promise<number> {
  return async () => {
    if (!guards['databaseTime']) return clockMs()
    const [row] = await database.query({
      label: 'now',
      text: 'select extract(epoch from engine.now())::float8 * 1000 as ms',
      values: [],
    })
    return Number(row?.['ms'])
  }
}
