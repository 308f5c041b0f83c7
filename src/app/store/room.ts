/**
 * Whether room mode is on. It belongs to this tab: no link has it, since a browser gives full screen only to a press of
 * a key or a button.
 */
import { create } from 'zustand'
import type { PageState } from '../state/page-state.ts'
import type { PageStore } from '../state/store.ts'
import { fullScreen } from './full-screen.ts'
import { isKeptBack } from './opening.ts'

interface Room {
  readonly isOpen: boolean
}

export const useRoom = create<Room>()(() => ({ isOpen: false }))

/** Whether there is a whole run to present: not in the opening, an embed or the atlas, and not while one is awaited. */
export function canPresent(page: Pick<PageState, 'run' | 'before' | 'embed' | 'view' | 'opening'>): boolean {
  return (
    page.run !== null && page.before === null && !page.embed && page.view !== 'atlas' && !isKeptBack(page)
  )
}

/** Shows the run to a room, from its first event if it stands at the start or at the end: the question comes first. */
export function enterRoom(store: PageStore): void {
  const page = store.getState()
  if (!canPresent(page) || useRoom.getState().isOpen) return
  const { run, cursor, seek, pause } = page
  pause()
  if (cursor === 0 || cursor >= (run?.trace.length ?? 0)) seek(1)
  fullScreen.enter()
  useRoom.setState({ isOpen: true })
}

export function leaveRoom(): void {
  useRoom.setState({ isOpen: false })
  fullScreen.leave()
}
