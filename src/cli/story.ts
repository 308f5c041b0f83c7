/** A run as a story for a terminal: the question, what happened, the answer, why, and the link to the page. */
import type { Explanation } from '#explorer/links.ts'
import { scenario } from '#scenarios'
import { formatLink, type Run } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { reasonLines } from './reasons.ts'

export function toStory(run: Run, explanation: Explanation): string {
  const { question, answer } = scenario.ask(run)
  const width = String(run.trace.length).length
  const events = run.trace.map((event) => `${String(event.index).padStart(width)}  ${sentence(event, run)}`)
  const missed = run.faults.flatMap((fault) => (fault.fired ? [] : [fault.reason]))
  const violations = run.verdicts
    .filter(({ holds }) => !holds)
    .map(({ id, statement, rows }) => `✕ ${id} ${statement}: ${JSON.stringify(rows)}`)
  const verdict =
    violations.length === 0 ? [`● All ${run.verdicts.length} invariants hold in this run.`] : violations
  const reasons = reasonLines(explanation, run)
  const why = reasons.length === 0 ? [] : ['', ...reasons]
  return [question, '', ...events, '', ...missed, answer, ...verdict, ...why, '', linkOf(run)].join('\n')
}

export function linkOf({ input, programHash }: Pick<Run, 'input' | 'programHash'>): string {
  return `#${formatLink({ input, cursor: null, view: 'focus', ask: false, embed: false, program: programHash })}`
}
