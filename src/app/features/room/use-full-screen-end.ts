import { useEffect, useRef } from 'react'
import { fullScreen } from '../../store/room.ts'

/**
 * Calls back when a person has ended the full screen that room mode began: browsers keep that press of Escape to
 * themselves, and it means to leave.
 *
 * @returns to be called before anything else ends it: the key F, or a window that opens
 */
export function useFullScreenEnd(onEnd: () => void): () => void {
  const isExpected = useRef(false)
  const end = useRef(onEnd)
  useEffect(() => {
    end.current = onEnd
  })
  useEffect(() => {
    const listen = () => {
      if (document.fullscreenElement !== null) return
      const wasExpected = isExpected.current
      isExpected.current = false
      if (!wasExpected && fullScreen.isOwn) end.current()
    }
    document.addEventListener('fullscreenchange', listen)
    return () => document.removeEventListener('fullscreenchange', listen)
  }, [])
  return () => {
    isExpected.current = document.fullscreenElement !== null
  }
}
