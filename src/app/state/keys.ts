/** Which key does what. Pure, so that it can be tried without a browser. */

export type KeyAction =
  | 'play-or-pause'
  | 'next'
  | 'previous'
  | 'leap-on'
  | 'leap-back'
  | 'start'
  | 'end'
  | 'full-screen'
  | 'crash'
  | 'drop-webhook'
  | 'drop-every-try'
  | 'deliver-twice'
  | 'freeze'
  | 'reset'
  | 'drawer'
  | 'graph-full'
  | 'next-region'
  | 'previous-region'
  | 'share'
  | 'help'
  | 'undo'
  | 'redo'
  | 'view'
  | 'atlas'
  | 'open-lane'
  | 'leave'
  | 'legend'
  | 'present'
  | { readonly lane: number }

/** What is needed of a `KeyboardEvent`. */
export interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What the element in focus does with keys itself. */
export interface FocusedElement {
  /** Lower case: `input`, `button`. */
  readonly tag: string
  readonly type: string | null
  readonly role: string | null
  readonly isEditable: boolean
}

/** For the help sheet, in the order in which they are learnt. */
export const keyTable: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['space', '.'], words: 'Play, pause' },
  { keys: ['←', '→'], words: 'One event' },
  { keys: ['⇧ ←', '⇧ →'], words: 'To the next commit, call, fault or violation' },
  { keys: ['PgUp', 'PgDn'], words: 'The same, for a remote' },
  { keys: ['Home', 'End'], words: 'Start, end' },
  { keys: ['C'], words: 'Crash the running server' },
  { keys: ['W'], words: 'Lose the next webhook once' },
  { keys: ['⇧ W'], words: 'Lose it for good' },
  { keys: ['D'], words: 'Deliver it twice' },
  { keys: ['Z'], words: 'Freeze the running server' },
  { keys: ['R'], words: 'Reset: no faults' },
  { keys: ['1', '…', '4'], words: 'Choose the lane' },
  { keys: ['V'], words: 'All lanes, or one' },
  { keys: ['A'], words: 'The atlas: every fault, tried' },
  { keys: ['L'], words: 'Legend: every sign of the time strip' },
  { keys: ['T'], words: 'Details: half, full, closed' },
  { keys: ['G'], words: 'The graph in the whole window' },
  { keys: ['+', '−', '0'], words: 'The graph: larger, smaller, all of it' },
  { keys: ['P'], words: 'Room mode: present this run' },
  { keys: ['F6', '⇧ F6'], words: 'The next region, the one before' },
  { keys: ['↵'], words: 'From all lanes to the chosen one' },
  { keys: ['⌘ Z', '⇧ ⌘ Z'], words: 'Undo, redo' },
  { keys: ['⌘ ↵'], words: 'Ask the question in SQL' },
  { keys: ['Esc'], words: 'Skip the opening; cancel what is running' },
  { keys: ['F'], words: 'Full screen' },
  { keys: ['S'], words: 'Share' },
  { keys: ['?'], words: 'This help' },
]

const letters: { readonly [key: string]: KeyAction } = {
  f: 'full-screen',
  c: 'crash',
  w: 'drop-webhook',
  d: 'deliver-twice',
  z: 'freeze',
  r: 'reset',
  s: 'share',
  v: 'view',
  a: 'atlas',
  l: 'legend',
  t: 'drawer',
  g: 'graph-full',
  p: 'present',
  '?': 'help',
  '.': 'play-or-pause',
}

/** Roles that move within themselves by arrows, Home and End. */
const rolesWithArrows = [
  'tab',
  'radio',
  'menuitem',
  'option',
  'listbox',
  'combobox',
  'treeitem',
  'grid',
  'gridcell',
]

/** @returns What a key press means for the page, or null where it means nothing or belongs to the focused element. */
export function actionOf(press: KeyPress, focused: FocusedElement, letterKeys: boolean): KeyAction | null {
  if (takesText(focused)) return null
  const { key } = press
  if (press.ctrlKey || press.metaKey) return undoOrRedo(press)
  if (press.altKey) return null
  if (key === 'F6') return press.shiftKey ? 'previous-region' : 'next-region'
  if (key === ' ') return takesSpace(focused) ? null : 'play-or-pause'
  if (key === 'Escape') return 'leave'
  if (key === 'Enter') return takesSpace(focused) ? null : 'open-lane'
  const movement = movementOf(press)
  if (focused.tag === 'select' && (movement !== null || /^\d$/.test(key))) return null
  if (movement !== null) return rolesWithArrows.includes(focused.role ?? '') ? null : movement
  if (!letterKeys) return key === '?' ? 'help' : null
  if (/^[1-9]$/.test(key)) return { lane: Number(key) }
  if (press.shiftKey && key.toLowerCase() === 'w') return 'drop-every-try'
  return letters[key.toLowerCase()] ?? null
}

function movementOf({ key, shiftKey }: KeyPress): KeyAction | null {
  switch (key) {
    case 'ArrowRight':
      return shiftKey ? 'leap-on' : 'next'
    case 'ArrowLeft':
      return shiftKey ? 'leap-back' : 'previous'
    case 'PageDown':
      return 'leap-on'
    case 'PageUp':
      return 'leap-back'
    case 'Home':
      return 'start'
    case 'End':
      return 'end'
    default:
      return null
  }
}

function undoOrRedo({ key, shiftKey }: KeyPress): KeyAction | null {
  const letter = key.toLowerCase()
  if (letter === 'z') return shiftKey ? 'redo' : 'undo'
  return letter === 'y' ? 'redo' : null
}

function takesText({ tag, type, isEditable }: FocusedElement): boolean {
  if (isEditable || tag === 'textarea') return true
  return tag === 'input' && !['range', 'checkbox', 'radio', 'button'].includes(type ?? 'text')
}

/** Space presses what is in focus; it never also plays. */
function takesSpace({ tag, type, role }: FocusedElement): boolean {
  if (['button', 'summary', 'a', 'select'].includes(tag)) return true
  if (tag === 'input' && type !== 'range') return true
  return ['button', 'link', 'switch', 'checkbox', ...rolesWithArrows].includes(role ?? '')
}
