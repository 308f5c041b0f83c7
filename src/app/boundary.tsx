import { Component, type ReactNode } from 'react'

interface BoundaryState {
  readonly error: Error | null
}

/** What a reader sees where the page itself fails: a sentence and a way back, never a blank screen. */
export class Boundary extends Component<{ readonly children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null }

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    return error === null ? this.props.children : <Crashed error={error} />
  }
}

/** In place of the page. */
export function Crashed({ error }: { readonly error: Error }) {
  return (
    <main
      style={{ padding: 'var(--space-8)', display: 'grid', gap: 'var(--space-3)', maxInlineSize: '60ch' }}
    >
      <h1 style={{ font: 'var(--type-question)' }}>The page stopped with an error</h1>
      <p role="alert">{error.message}</p>
      <p style={{ display: 'flex', gap: 'var(--space-4)' }}>
        {/* The address holds the run. */}
        <button
          type="button"
          style={{ color: 'var(--now)', textDecoration: 'underline' }}
          onClick={() => location.reload()}
        >
          Reload and keep the run
        </button>
        {/* Another address, so that the browser loads the page anew. */}
        <a href={location.pathname}>Open the page’s own example</a>
      </p>
    </main>
  )
}
