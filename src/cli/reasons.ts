/** Why a run ends as it does, for a terminal: as wrapped text and as JSON. */
import { explain } from '#explorer/explain.ts'
import type { Explanation } from '#explorer/links.ts'
import { whyNotJudged, type Run } from '#simulator'
import type { Simulator } from '#simulator/simulate.ts'

/** As wide as a terminal always is. */
const columns = 80

/** Explains a run by comparing it with the one without its faults, which is simulated for it. */
export async function explainRun(run: Run, simulator: Simulator): Promise<Explanation> {
  const { input } = run
  return explain(run, input.plan.length === 0 ? undefined : await simulator.simulate({ ...input, plan: [] }))
}

/** The chain, a link a line under its event's number, and where the run parts from the one without its faults. */
export function reasonLines({ invariant, links, parting }: Explanation, run: Run): readonly string[] {
  if (links.length === 0) return []
  const width = String(run.trace.length).length + 2
  const faults = run.input.plan.length === 1 ? 'fault' : 'faults'
  return [
    titleOf(invariant, run),
    ...links.flatMap(({ event, words }) => wrapped(`${String(event ?? '–').padStart(width)}  `, words)),
    ...(parting === null ? [] : wrapped('', `Same as the run without the ${faults} up to event ${parting}.`)),
  ]
}

function titleOf(invariant: string | null, run: Run): string {
  if (invariant !== null) return `Why ${invariant} is violated`
  return whyNotJudged(run) === null ? 'Why it holds' : 'Why it is not judged'
}

/** @returns What `--json` prints of it. */
export function reasonJson({ invariant, links, parting }: Explanation) {
  return {
    invariant,
    links: links.map(({ event, role, words }) => ({ event, role, words: plain(words) })),
    parting,
  }
}

/** Words that follow a head and stand under each other. A word that is longer than a line has one of its own. */
function wrapped(head: string, words: string): readonly string[] {
  const lines: string[] = []
  let line = head
  for (const word of words.split(' ').map(plain)) {
    const isStart = line === head
    if (!isStart && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = ' '.repeat(head.length) + word
    } else line += isStart ? word : ` ${word}`
  }
  return [...lines, line]
}

/** Without the spaces that hold a line together on the page. */
function plain(words: string): string {
  return words.replaceAll('\u00a0', ' ')
}
