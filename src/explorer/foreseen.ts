/** Last faults of which it is known, before they are run, what they come to or that some come to the same (X5). */
import { formatPoint, parseFault, type Fault } from '#simulator'
import { effectOf } from '#simulator/faults/registry.ts'
import type { Child } from './children.ts'

/** What is known of one fault more at the operations of a run; those that are not named are like no others. */
export interface Foresight {
  readonly [point: string]: {
    /** Numbers what a crash leaves behind, before the operation and after it: the same number, the same left. */
    readonly before: number
    readonly after: number
    /**
     * Where nobody reads the clock of the operation's server afterwards: ids of the “sometimes” statements that come true
     * if it jumps. Null where somebody reads it.
     */
    readonly jump: readonly string[] | null
  }
}

export interface Sorted {
  /** Those that change nothing but what they reach. */
  readonly unnoticed: readonly { readonly child: Child; readonly reached: readonly string[] }[]
  /** The others, those together that come to the same. */
  readonly groups: readonly (readonly [Child, ...Child[]])[]
}

export function sortForeseen(children: readonly Child[], foresight: Foresight): Sorted {
  const unnoticed: { readonly child: Child; readonly reached: readonly string[] }[] = []
  const groups = new Map<string, [Child, ...Child[]]>()
  for (const child of children) {
    const fault = parseFault(child.fault)
    const known = foresight[formatPoint(fault.point)]
    if (known?.jump && effectOf(fault, 'before')?.does === 'jump-clock') {
      unnoticed.push({ child, reached: known.jump })
      continue
    }
    const left = (known && leftBy(fault, known)) ?? child.fault
    const group = groups.get(left)
    if (group) group.push(child)
    else groups.set(left, [child])
  }
  return { unnoticed, groups: [...groups.values()] }
}

/** Null for a fault that is no crash of the operation's own server. */
function leftBy(fault: Fault, known: Foresight[string]): string | null {
  if ('target' in fault && fault.target !== undefined) return null
  for (const when of ['before', 'after'] as const) {
    const effect = effectOf(fault, when)
    if (effect?.does === 'crash') return `${known[when]} ${JSON.stringify(effect)}`
  }
  return null
}
