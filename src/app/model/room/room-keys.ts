/** Which key does what in room mode. Pure, so that it can be tried without a browser. */
import type { KeyPress } from '../../state/keys.ts'

export type RoomAction =
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'restart'
  | 'blank'
  | 'notes'
  | 'code'
  | 'loop'
  | 'full-screen'
  | 'leave'

/** For the help sheet. */
export const roomKeyTable: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['PgDn', 'space', '→'], words: 'Next stop' },
  { keys: ['PgUp', '←'], words: 'Previous stop' },
  { keys: ['Home', 'End'], words: 'First stop, last stop' },
  { keys: ['B', '.'], words: 'Blank screen' },
  { keys: ['Q'], words: 'QR code of the link, large' },
  { keys: ['N'], words: 'Speaker notes in a second window' },
  { keys: ['R'], words: 'Restart, with the clock' },
  { keys: ['K'], words: 'Loop: play the stops for a kiosk' },
  { keys: ['F'], words: 'Full screen' },
  { keys: ['Esc', 'P'], words: 'Leave room mode' },
]

/** A presenter's remote sends PageDown and PageUp, or the arrows, and `b` or `.` for its blank button. */
const keys: { readonly [key: string]: RoomAction } = {
  PageDown: 'next',
  ArrowRight: 'next',
  ArrowDown: 'next',
  ' ': 'next',
  PageUp: 'previous',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  Escape: 'leave',
}

const letters: { readonly [key: string]: RoomAction } = {
  b: 'blank',
  '.': 'blank',
  r: 'restart',
  n: 'notes',
  q: 'code',
  k: 'loop',
  f: 'full-screen',
  p: 'leave',
}

/**
 * @param isOnButton whether a button has the focus: Space presses it then
 * @param letterKeys whether single letters act
 * @returns null where a key means nothing in room mode
 */
export function roomActionOf(press: KeyPress, isOnButton: boolean, letterKeys: boolean): RoomAction | null {
  if (press.ctrlKey || press.metaKey || press.altKey) return null
  if (press.key === ' ') return isOnButton ? null : press.shiftKey ? 'previous' : 'next'
  const action = keys[press.key]
  if (action !== undefined) return action
  return letterKeys ? (letters[press.key.toLowerCase()] ?? null) : null
}
