import { Component, type ReactNode } from 'react'

/** Why a part of the page is not there: its file did not come, or it threw while it was drawn. */
export type PartFailure = 'not-loaded' | 'crashed'

/** Thrown in place of a part whose file did not come. */
export class NotLoaded extends Error {
  override readonly name = 'NotLoaded'

  constructor(part: string, cause: unknown) {
    super(`${part} could not be loaded`, { cause })
  }
}

interface PartBoundaryProps {
  readonly instead: (failure: PartFailure) => ReactNode
  readonly children: ReactNode
}

/** Keeps the failure of one part of the page to the place of that part. */
export class PartBoundary extends Component<PartBoundaryProps, { readonly failure: PartFailure | null }> {
  override state = { failure: null }

  static getDerivedStateFromError(error: unknown) {
    return { failure: error instanceof NotLoaded ? 'not-loaded' : 'crashed' }
  }

  override render() {
    const { failure } = this.state
    return failure === null ? this.props.children : this.props.instead(failure)
  }
}
