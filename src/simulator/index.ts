/** The values of a run: input, plan, link, trace. What makes one of the other is `#simulator/simulate.ts`. */
export {
  defaultInput,
  fieldNames,
  formatInput,
  inputVersion,
  mostFaults,
  orderChanged,
  parseInput,
} from './input.ts'
export type { Input, InputFields, ParsedInput, Vocabulary } from './input.ts'
export { formatLink, parseLink } from './link.ts'
export type { Cursor, Link, View } from './link.ts'
export { formatDuration } from './duration.ts'
export type { Target } from './faults/place.ts'
export { faultKinds } from './faults/registry.ts'
export type { Fault, FaultKind } from './faults/registry.ts'
export { formatFault, formatPlan, kindsAt, parseFault, parsePlan } from './plan.ts'
export type { Plan } from './plan.ts'
export { formatPoint, parsePoint, PlanError } from './point.ts'
export type { Point, Role } from './point.ts'
export { titleOf } from './process.ts'
export type { RunEnd } from './run-end.ts'
export type { FaultOutcome, Run } from './run.ts'
export { allHold, violatedIds, violationsIn, whyNotJudged, whyUnsettled } from './verdict.ts'
export type { Verdict, Violation } from './verdict.ts'
export type { Actor, JsonRow, RowChange, SourceSite, Tables, TraceEvent, What } from './trace.ts'
