/** The key that goes with a letter in this system's shortcuts: `⌘` on Apple's, `Ctrl` elsewhere. */
export function modifierKey(): '⌘' | 'Ctrl' {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
}
