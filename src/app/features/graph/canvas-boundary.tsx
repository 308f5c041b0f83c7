import { Component, type ReactNode } from 'react'

interface CanvasBoundaryProps {
  /** The same graph as a list. */
  readonly instead: ReactNode
  readonly children: ReactNode
}

/** If the canvas cannot be loaded or drawn, its steps and gaps are still there, as a list. */
export class CanvasBoundary extends Component<CanvasBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? this.props.instead : this.props.children
  }
}
