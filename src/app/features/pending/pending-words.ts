import type { Pending } from '../../store/use-pending.ts'

/** `Running your crash…` */
export function headlineWords({ added }: Pick<Pending, 'added'>): string {
  const [fault, second] = added
  if (fault === undefined) return 'Running your change…'
  if (second !== undefined) return `Running your ${added.length} faults…`
  return fault.kind.startsWith('crash') ? 'Running your crash…' : 'Running your fault…'
}

/** `Postgres, 3.2 of 8 MB`; null where only the run itself is awaited. */
export function awaitedWords({
  phase,
  receivedBytes,
  totalBytes,
}: Pick<Pending, 'phase' | 'receivedBytes' | 'totalBytes'>): string | null {
  switch (phase) {
    case 'loading':
      return receivedBytes === undefined || totalBytes === undefined
        ? 'Loading Postgres'
        : `Postgres, ${(receivedBytes / 1e6).toFixed(1)} of ${Math.ceil(totalBytes / 1e6)} MB`
    case 'starting':
      return 'Postgres is starting'
    case 'running':
      return null
  }
}
