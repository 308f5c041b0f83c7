/** A run as a story for a terminal: the question, what happened, the answer, why, and the link to the page. */
import type { Explanation } from '#explorer/links.ts'
import { scenario } from '#scenarios'
import { allHold, formatLink, formatPlan, violationsIn, whyNotJudged, type Run } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { reasonLines } from './reasons.ts'

export function toStory(run: Run, explanation: Explanation): string {
  const { question, answer } = scenario.ask(run)
  const width = String(run.trace.length).length
  const events = run.trace.map((event) => `${String(event.index).padStart(width)}  ${sentence(event, run)}`)
  const missed = missedFaults(run).map(({ text, reason }) => `${text} did not happen. ${reason}`)
  const reasons = reasonLines(explanation, run)
  const why = reasons.length === 0 ? [] : ['', ...reasons]
  return [question, '', ...events, '', ...missed, answer, ...verdictLines(run), ...why, '', linkOf(run)].join(
    '\n',
  )
}

/** The faults of the plan that did not happen, and why. */
export function missedFaults({ input, faults }: Pick<Run, 'input' | 'faults'>) {
  return faults.flatMap((outcome, at) =>
    outcome.fired ? [] : [{ ...outcome, text: formatPlan(input.plan.slice(at, at + 1)) }],
  )
}

/** What is violated, and what could not be judged; else that all holds. */
function verdictLines(run: Run): readonly string[] {
  const unjudged = run.verdicts.flatMap(({ id, outcome }) => (outcome === 'not-judged' ? [id] : []))
  if (allHold(run)) return [`● All ${run.verdicts.length} invariants hold in this run.`]
  return [
    ...violationsIn(run).map(({ id, statement, rows }) => `✕ ${id} ${statement}: ${JSON.stringify(rows)}`),
    ...(unjudged.length === 0 ? [] : [`? Not judged: ${unjudged.join(', ')}. ${whyNotJudged(run)}`]),
  ]
}

export function linkOf({ input, programHash }: Pick<Run, 'input' | 'programHash'>): string {
  return `#${formatLink({ input, cursor: null, view: 'focus', ask: false, embed: false, program: programHash })}`
}
