import { useEffect, useRef } from 'react'
import { dwellMs } from '../../model/room/dwell.ts'

interface Loop {
  readonly isOn: boolean
  /** What is to be read at this stop. */
  readonly words: string
  readonly isLast: boolean
  /** Changes with each stop: a step by hand begins its time again. */
  readonly at: number
}

/** Plays the stops by itself, for a screen that nobody stands at. After the last it begins again. */
export function useLoop({ isOn, words, isLast, at }: Loop, onStep: () => void): void {
  const step = useRef(onStep)
  useEffect(() => {
    step.current = onStep
  })
  useEffect(() => {
    if (!isOn) return undefined
    const timer = setTimeout(() => step.current(), dwellMs(words, isLast))
    return () => clearTimeout(timer)
  }, [isOn, words, isLast, at])
}
