/** SQL as it reads by itself: without the indentation that it has where it is written. */
export function dedent(sql: string): string {
  const [first = '', ...rest] = sql.trim().split('\n')
  const depths = rest.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
  const depth = depths.length === 0 ? 0 : Math.min(...depths)
  return [first, ...rest.map((line) => line.slice(depth))].join('\n').trim()
}
