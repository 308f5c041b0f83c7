/** From an implementation's source to its graph, its instrumented code and its layout. */

export { type CompileOptions, compile, hashOf } from './compile.ts'
export * from './graph.ts'
export { type Frame, currentFrame, setCurrentFrame, withFrame } from './frame.ts'
export { type FrameLike, type Location, locate } from './locate.ts'
export { SourceError, positionAt } from './syntax.ts'
export {
  type Box,
  type Gap,
  type Layout,
  type LayoutOptions,
  type PlacedEdge,
  type PlacedEntry,
  type PlacedNode,
  type Point,
  type Size,
  layout,
} from './layout.ts'
