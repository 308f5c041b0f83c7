/**
 * What the nodes and edges of a canvas look up: the run's story and where the cursor stands in it. A store, so that
 * a node is drawn again only when its own state changes: the cursor is in no node's data.
 */
import { createContext, useContext } from 'react'
import { createStore, useStore, type StoreApi } from 'zustand'
import { at, type NodeState } from './node-story.ts'
import type { GraphStory } from './story.ts'

export interface Scene {
  readonly story: GraphStory
  /** How many events have happened. */
  readonly cursor: number
  /** An event of a node was chosen. */
  readonly onSelect: (event: number) => void
  /** Goes to reading size at a node; for what is too small to act on in the overview. */
  readonly onRead: (node: string) => void
}

export type SceneStore = StoreApi<Scene>

export function createScene(scene: Scene): SceneStore {
  return createStore(() => scene)
}

export const SceneContext = createContext<SceneStore | null>(null)

/** A part of the scene; what asks for it is drawn again when this part changes. */
export function useScene<T>(select: (scene: Scene) => T): T {
  const store = useContext(SceneContext)
  if (store === null) throw new Error('A part of the graph stands outside of a canvas')
  return useStore(store, select)
}

/** An operation's state at the cursor, the same object while nothing changes; null where it has none. */
export function useNodeState(id: string): NodeState | null {
  return useScene(({ story, cursor }) => {
    const states = story.nodes.get(id)
    return states === undefined ? null : at(states, cursor)
  })
}

/** How an edge is drawn. Never: this run does not go there. */
export type EdgeLook = 'taken' | 'ahead' | 'never'

export function useEdgeLook(id: string): EdgeLook {
  return useScene(({ story, cursor }) => {
    const taken = story.taken.get(id)
    return taken === undefined ? 'never' : taken <= cursor ? 'taken' : 'ahead'
  })
}

/** Whether the run has come to a node that is no operation: by one of the edges at it. */
export function useReached(edges: readonly string[]): boolean {
  return useScene(({ story, cursor }) => edges.some((id) => (story.taken.get(id) ?? Infinity) <= cursor))
}
