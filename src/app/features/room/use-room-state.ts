import { useCallback, useEffect, useRef, useState } from 'react'
import {
  channelName,
  parseFromRoom,
  type FromNotes,
  type RoomCommand,
  type RoomState,
} from '../../model/room/messages.ts'
import { hasChannels } from './use-notes-channel.ts'

interface Room {
  /** Null until the room has answered. */
  readonly state: RoomState | null
  readonly hasLeft: boolean
  readonly send: (command: RoomCommand) => void
}

/** What the notes window knows of its room. @param room its id */
export function useRoomState(room: string): Room {
  const [state, setState] = useState<RoomState | null>(null)
  const [hasLeft, setHasLeft] = useState(false)
  const channel = useRef<BroadcastChannel | null>(null)
  useEffect(() => {
    if (!hasChannels) return undefined
    const own = new BroadcastChannel(channelName(room))
    channel.current = own
    own.onmessage = ({ data }) => {
      const message = parseFromRoom(data)
      if (message === null) return
      setHasLeft(message.kind === 'left')
      if (message.kind === 'state') setState(message)
    }
    own.postMessage({ kind: 'hello' } satisfies FromNotes)
    return () => {
      own.close()
      channel.current = null
    }
  }, [room])
  const send = useCallback((command: RoomCommand) => {
    channel.current?.postMessage({ kind: 'command', command } satisfies FromNotes)
  }, [])
  return { state, hasLeft, send }
}
