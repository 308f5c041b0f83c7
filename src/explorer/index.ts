/** Judging and explaining runs. */
export { counterfactuals, guardTrials, isOn, withGuard } from './counterfactual.ts'
export type { Finding, Lane } from './counterfactual.ts'
export { explain } from './explain.ts'
export type { Explanation, Link } from './links.ts'
