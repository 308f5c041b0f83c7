import { useEffect, useRef } from 'react'
import { fullScreen } from '../../store/full-screen.ts'

/**
 * Calls back when a person has ended the full screen that room mode began: browsers keep that press of Escape to
 * themselves, and it means to leave.
 */
export function useFullScreenEnd(onEnd: () => void): void {
  const end = useRef(onEnd)
  useEffect(() => {
    end.current = onEnd
  })
  useEffect(() => {
    const listen = () => {
      if (fullScreen.hasEnded()) end.current()
    }
    document.addEventListener('fullscreenchange', listen)
    return () => document.removeEventListener('fullscreenchange', listen)
  }, [])
}
