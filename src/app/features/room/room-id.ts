/** One room a tab: its notes window finds it again after a reload of either. */
import { uniqueText } from '../../state/unique-text.ts'

const storageKey = 'crashcart.room'

/** The id of this tab's room. */
export function roomId(): string {
  try {
    const known = sessionStorage.getItem(storageKey)
    if (known !== null) return known
    const made = uniqueText()
    sessionStorage.setItem(storageKey, made)
    return made
  } catch {
    // Storage is refused: a reload is another room.
    return uniqueText()
  }
}

/**
 * Opens the notes window of a room, or brings it to the front.
 * @returns false if the browser has blocked it
 */
export function openNotesWindow(room: string): boolean {
  const address = `${location.pathname}?notes=${room}`
  const opened = window.open(address, `crashcart-notes-${room}`, 'popup,width=900,height=720')
  opened?.focus()
  return opened !== null
}
