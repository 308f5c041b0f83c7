/** Room mode and its second window are loaded when they are opened: most visitors never do. */
import { LoadingFrame } from '../features/run/frame/loading-frame.tsx'
import { leaveRoom } from '../store/room.ts'
import { lazyPart } from '../ui/lazy-part.tsx'

export const Room = lazyPart<object>({
  name: 'Room mode',
  load: async () => (await import('./room.tsx')).Room,
  around: (sentence) => (
    <LoadingFrame title="Room mode">
      {sentence}
      <button type="button" onClick={leaveRoom}>
        Back to the run
      </button>
    </LoadingFrame>
  ),
})

export const NotesWindow = lazyPart<{ readonly room: string }>({
  name: 'Speaker notes',
  load: async () => (await import('../features/room/notes-window.tsx')).NotesWindow,
  around: (sentence) => <LoadingFrame title="Speaker notes">{sentence}</LoadingFrame>,
})
