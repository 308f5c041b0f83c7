/** The values of a run: input, plan, link, trace. What makes one of the other is `#simulator/simulate.ts`. */
export { defaultInput, fieldNames, formatInput, inputVersion, mostFaults, parseInput } from './input.ts'
export type { Input, InputFields, ParsedInput, Vocabulary } from './input.ts'
export { formatLink, parseLink } from './link.ts'
export type { Cursor, Link, View } from './link.ts'
export {
  formatDuration,
  formatFault,
  formatPlan,
  formatPoint,
  kinds,
  kindsAt,
  parseFault,
  parsePlan,
  parsePoint,
  PlanError,
} from './plan.ts'
export type {
  Fault,
  FaultKind,
  Plan,
  Point,
  ProcessFaultKind,
  Role,
  StatementFaultKind,
  StripeFaultKind,
  Target,
} from './plan.ts'
export { titleOf } from './process.ts'
export type { FaultOutcome, Run, Verdict } from './run.ts'
export type { Actor, JsonRow, RowChange, SourceSite, Tables, TraceEvent, What } from './trace.ts'
