import { useEffect, useRef } from 'react'
import {
  channelName,
  parseFromNotes,
  type FromRoom,
  type RoomCommand,
  type RoomState,
} from '../../model/room/messages.ts'

/** Whether two windows of this browser can talk without a network. */
export const hasChannels = typeof BroadcastChannel !== 'undefined'

/** Tells the notes window what is shown, and does what it asks for. @param room its id */
export function useNotesChannel(
  room: string,
  state: RoomState,
  onCommand: (command: RoomCommand) => void,
): void {
  const channel = useRef<BroadcastChannel | null>(null)
  const latest = useRef({ state, onCommand })
  useEffect(() => {
    latest.current = { state, onCommand }
  })
  useEffect(() => {
    if (!hasChannels) return undefined
    const own = new BroadcastChannel(channelName(room))
    const post = (message: FromRoom) => own.postMessage(message)
    channel.current = own
    own.onmessage = ({ data }) => {
      const message = parseFromNotes(data)
      if (message?.kind === 'hello') post(latest.current.state)
      else if (message !== null) latest.current.onCommand(message.command)
    }
    return () => {
      post({ kind: 'left' })
      own.close()
      channel.current = null
    }
  }, [room])
  useEffect(() => channel.current?.postMessage(state), [state])
}
