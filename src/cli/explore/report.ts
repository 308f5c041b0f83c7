/** What a sweep found, as JSON or as text. */
import type { Shrunk } from '#explorer/counterexamples.ts'
import type { Bound } from '#explorer/exploration.ts'
import { variantOf, type Findings } from '#explorer/findings.ts'
import type { Explanation } from '#explorer/links.ts'
import { neverReached } from '#explorer/reachability.ts'
import { scenario } from '#scenarios'
import { formatPlan, type Input } from '#simulator'
import { reasonJson } from '../reasons.ts'
import { linkOf } from '../story.ts'

export interface Report {
  readonly bound: Bound
  readonly findings: Findings
  readonly pruned: number
  /** As small as they became until it was interrupted. */
  readonly counterexamples: readonly Shrunk[]
  /** Ways of failing beyond those that were shrunk. */
  readonly more: number
  readonly notTried: readonly string[]
  readonly seconds: number
  readonly interrupted: boolean
}

/** Whether every schedule was judged, and none violates anything. */
export function isClean({ violating, notJudged }: Pick<Findings, 'violating' | 'notJudged'>): boolean {
  return violating === 0 && notJudged === 0
}

/** @param explanations of the counterexamples, in their order */
export function toJson(report: Report, explanations: readonly Explanation[]) {
  const { bound, findings, pruned, counterexamples, more, notTried, seconds, interrupted } = report
  return {
    schedules: findings.schedules,
    violating: findings.violating,
    notJudged: findings.notJudged,
    counterexamples: counterexamples.map(({ input, invariants }, at) => ({
      invariants,
      plan: formatPlan(input.plan),
      link: linkTo(input),
      implementation: input.implementation,
      customers: input.customers,
      explanation: explanations.slice(at, at + 1).map(reasonJson)[0],
    })),
    notTried,
    seconds: Number(seconds.toFixed(1)),
    more,
    leftOut: findings.leftOut,
    pruned,
    interrupted,
    reached: findings.reached,
    neverReached: neverReachedIn(findings, bound),
  }
}

/** @param stories as text, of the first counterexamples */
export function toText(report: Report, stories: readonly string[]): string {
  const { bound, findings, counterexamples, more } = report
  return [
    ...stories.map((story, at) => `── Counterexample ${at + 1} of ${counterexamples.length}\n\n${story}\n`),
    ...counterexamples.slice(stories.length).map(({ input, invariants }, at) => {
      const { implementation, customers, plan } = input
      const faults = plan.length === 0 ? 'without any fault' : formatPlan(plan)
      const number = stories.length + at + 1
      return `${number}. ${implementation}, ${customers.join(' and ')}: ${faults} violates ${invariants.join(', ')}\n   ${linkTo(input)}`
    }),
    ...furtherWays(more, findings.leftOut),
    '',
    summary(report),
    '',
    ...neverReachedIn(findings, bound).map(
      ({ variant, says, guard }) =>
        `Never reached in ${variant}${guard === null ? '' : `, guard ${guard}`}: ${says}`,
    ),
    'Not tried:',
    ...report.notTried.map((sentence) => `- ${sentence}`),
  ].join('\n')
}

/** What there is no room to show, and what there was no room to keep. */
function furtherWays(more: number, leftOut: number): readonly string[] {
  return [
    ...(more === 0 ? [] : [`… and ${more} more ways of failing.`]),
    ...(leftOut === 0
      ? []
      : [`… and ${leftOut} more schedules that fail like those at the same step, and are no simpler.`]),
  ]
}

function summary({ findings, pruned, seconds, interrupted }: Report): string {
  const { schedules, violating, notJudged, unfired } = findings
  const stopped = interrupted ? 'Interrupted. ' : ''
  const left =
    pruned === 0 ? '' : ` ${pruned} more were pruned: they are equivalent to schedules already tried.`
  const verdict =
    violating === 0
      ? `${notJudged === 0 ? '● No violation' : '? No violation seen'} in ${schedules} schedules within this bound`
      : `✕ ${violating} of ${schedules} schedules violate something`
  const unjudged =
    notJudged === 0
      ? ''
      : ` ${notJudged} of ${schedules} were not judged: they were stopped before their end.`
  const missed = unfired === 0 ? '' : ` In ${unfired} of them a fault was not reached.`
  return `${stopped}${verdict}; ${seconds.toFixed(1)} s.${unjudged}${left}${missed}`
}

/** Of each implementation and its guards what never came true. */
function neverReachedIn({ reached }: Findings, bound: Bound) {
  const variants = new Map(bound.bases.map((base) => [variantOf(base), base]))
  return [...variants].flatMap(([variant, { implementation, guards }]) => {
    const facts = scenario.implementations.find(({ name }) => name === implementation)
    if (facts === undefined) return []
    return neverReached(facts, guards, reached[variant]).map(({ id, says, guard }) => ({
      variant,
      id,
      says,
      guard,
    }))
  })
}

function linkTo(input: Input): string {
  const programHash = scenario.implementations.find(({ name }) => name === input.implementation)?.hash ?? ''
  return linkOf({ input, programHash })
}
