import { useLayoutEffect, useRef } from 'react'
import { roomActionOf, type RoomAction } from '../../model/room/room-keys.ts'
import { preferences } from '../../state/preferences.ts'

/** Listens to the keys of room mode, or of its notes window, from the moment that it is drawn. */
export function useRoomKeys(onAct: (action: RoomAction) => void): void {
  const act = useRef(onAct)
  useLayoutEffect(() => {
    act.current = onAct
  })
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const isOnButton = event.target instanceof Element && event.target.closest('button, a') !== null
      const action = roomActionOf(event, isOnButton, preferences.getState().letterKeys)
      if (action === null || (event.repeat && action !== 'next' && action !== 'previous')) return
      event.preventDefault()
      act.current(action)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [])
}
