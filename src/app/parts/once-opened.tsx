import { useState, type ReactNode } from 'react'

interface OnceOpenedProps {
  readonly open: boolean
  /** A lazy part: its code is loaded when it is first opened. */
  readonly children: ReactNode
}

/** Renders from the first opening on: what has been open stays, so that it can hand the focus back as it closes. */
export function OnceOpened({ open, children }: OnceOpenedProps) {
  const [wasOpened, setWasOpened] = useState(open)
  if (open && !wasOpened) setWasOpened(true)
  return (wasOpened || open) && children
}
