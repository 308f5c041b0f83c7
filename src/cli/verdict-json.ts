/** A verdict as `--json` prints it. */
import type { Verdict } from '#simulator'

/** `holds` is null where the run was stopped before it could be known, and `why` says so. */
export function verdictJson(verdict: Verdict) {
  const { id } = verdict
  switch (verdict.outcome) {
    case 'holds':
      return { id, holds: true, rows: [] }
    case 'violated':
      return { id, holds: false, rows: verdict.rows }
    case 'not-judged':
      return { id, holds: null, rows: [], why: verdict.why }
  }
}
