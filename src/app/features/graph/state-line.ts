/** What became of a node in a few words, for the second line of an overview. */
import type { NodeState } from './node-story.ts'

/** What there is room for: see `collapsedSize`. */
const mostCharacters = 17

/** Who did what last; less where that is too long, nothing before the cursor comes to it. */
export function stateLine(state: NodeState): string | null {
  const last = state.marks.at(-1)?.words
  const candidates = [state.note, last, last?.replace(/^.*, /, ''), plainWords[state.status]]
  return candidates.find((words) => words != null && words !== '' && words.length <= mostCharacters) ?? null
}

const plainWords: { readonly [status in NodeState['status']]: string } = {
  ahead: '',
  running: 'running',
  waiting: 'waiting',
  frozen: 'frozen',
  unknown: 'no answer',
  ran: 'ran',
  'rolled-back': 'rolled back',
  cut: 'cut off',
  violating: 'breaks a rule',
}
