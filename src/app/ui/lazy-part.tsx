import { lazy, Suspense, useState, type ComponentType, type FunctionComponent, type ReactNode } from 'react'
import styles from './lazy-part.module.css'
import { NotLoaded, PartBoundary, type PartFailure } from './part-boundary.tsx'

interface LazyPartOptions<Props> {
  /** As it stands at the start of a sentence: "The atlas". */
  readonly name: string
  readonly load: () => Promise<ComponentType<Props>>
  /** Stands in its place while its file is on the way. */
  readonly loading?: ReactNode
  /** What holds the sentence, if the part is a dialog, a landmark, or has a substitute. */
  readonly around?: (sentence: ReactNode, props: Props, failure: PartFailure) => ReactNode
}

export type LazyPart<Props> = FunctionComponent<Props> & {
  /** Loads it before it is shown: then it is drawn at once. Rejects if its file does not come. */
  readonly preload: () => Promise<void>
}

/**
 * A part of the page whose code is loaded when it is first shown. If its file does not come, or if it throws, a sentence
 * stands in its place and the rest of the page continues.
 *
 * The way out is a reload: browsers may remember that a module failed and not request it again, and after a deployment
 * the file of the old version is gone from the host.
 */
export function lazyPart<Props extends object>(options: LazyPartOptions<Props>): LazyPart<Props> {
  const { name, load, loading = null, around = (sentence) => sentence } = options
  let known: ComponentType<Props> | null = null
  const remember = async () => {
    try {
      known ??= await load()
      return known
    } catch (error) {
      throw new NotLoaded(name, error)
    }
  }
  const Loaded = lazy(async () => ({ default: await remember() }))
  // `lazy` shows its fallback for a moment even if all is there.
  function Part(props: Props) {
    const [Known] = useState(() => known ?? Loaded)
    return (
      <PartBoundary
        instead={(failure) => around(<PartSentence name={name} failure={failure} />, props, failure)}
      >
        <Suspense fallback={loading}>
          <Known {...props} />
        </Suspense>
      </PartBoundary>
    )
  }
  return Object.assign(Part, { preload: async () => void (await remember()) })
}

const reasons: { readonly [failure in PartFailure]: string } = {
  'not-loaded': 'could not be loaded. The connection failed, or the page has a new version.',
  crashed: 'stopped with an error.',
}

function PartSentence({ name, failure }: { readonly name: string; readonly failure: PartFailure }) {
  return (
    <p className={styles['failed']} role="alert">
      {name} {reasons[failure]} {/* The address holds the run. */}
      <button type="button" className={styles['reload']} onClick={() => location.reload()}>
        Reload the page
      </button>{' '}
      to try again. Your run is kept.
    </p>
  )
}
