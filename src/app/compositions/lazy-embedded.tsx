import { LoadingFrame } from '../features/run/frame/loading-frame.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'

/** What an embedded run has around it: other visitors never need it. */
export const Embedded = lazyPart<object>({
  name: 'This run',
  load: async () => (await import('./embedded.tsx')).Embedded,
  around: (sentence) => <LoadingFrame title="This run could not be loaded">{sentence}</LoadingFrame>,
})
