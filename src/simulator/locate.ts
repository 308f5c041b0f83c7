/** Where in the sources of an implementation a frame is. */
import type { Frame, ProgramFacts } from '#program'
import { locate } from '#program/locate.ts'
import type { SourceSite } from './trace.ts'

/** Ties frames to lines and nodes; a frame of a file that is not drawn belongs to the call around it. */
export function locateIn(programs: readonly ProgramFacts[]): (frame: Frame) => SourceSite | null {
  const known = new Map<string, SourceSite | null>()
  return (frame) => {
    const chain = chainOf(frame)
    const before = known.get(chain)
    if (before !== undefined) return before
    const site = find(programs, frame)
    known.set(chain, site)
    return site
  }
}

function chainOf(frame: Frame | null): string {
  return frame === null ? '' : `${frame.file}:${frame.site}<${chainOf(frame.parent)}`
}

function find(programs: readonly ProgramFacts[], frame: Frame): SourceSite | null {
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    const { file } = at
    const program = programs.find((candidate) => candidate.file === file)
    if (!program) continue
    const { nodeId, line } = locate(program, at)
    if (line !== null) return { file: file.replace(/^.*\//, ''), line, node: nodeId }
  }
  return null
}
