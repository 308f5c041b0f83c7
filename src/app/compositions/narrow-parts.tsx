/** The parts of `narrow-code.ts`, each in its place. */
import type { ComponentType } from 'react'
import { LoadingFrame } from '../features/run/frame/loading-frame.tsx'
import { lazyPart } from '../ui/lazy-part.tsx'

const load = () => import('./narrow-code.ts')

type Code = Awaited<ReturnType<typeof load>>

function narrowForm<Props extends object>(pick: (code: Code) => ComponentType<Props>) {
  return lazyPart<Props>({
    name: 'The page for a small window',
    load: async () => pick(await load()),
    around: (sentence) => <LoadingFrame title="This run could not be shown">{sentence}</LoadingFrame>,
  })
}

export const Compact = narrowForm((code) => code.Compact)
export const Phone = narrowForm((code) => code.Phone)
export const PhoneBet = lazyPart({ name: 'The bet', load: async () => (await load()).PhoneBet })

/** Loads them ahead, so that they are there when they are shown. Rejects if they do not come. */
export async function preloadNarrow(): Promise<void> {
  await Promise.all([Compact, Phone, PhoneBet].map((part) => part.preload()))
}
