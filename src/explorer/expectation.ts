/** How many schedules are probably left: what the plans that wait will come to, judged by those of their kind before. */
import { leftOf, likesOf, type Task } from './frontier.ts'

/** By how many faults and preemptions a plan could still get: how many such plans got them, and how many schedules these came to. */
export interface Expanded {
  readonly [faultsLeft: string]: { readonly plans: number; readonly faults: number }
}

export function expectedLeft(tasks: readonly Task[], expanded: Expanded): number {
  let sum = 0
  for (const task of tasks)
    sum += (task.expands === true ? 0 : 1 + likesOf(task).length) + growth(leftOf(task), expanded)
  return Math.round(sum)
}

/** All the schedules that a plan leads to. */
function growth(faultsLeft: number, expanded: Expanded): number {
  if (faultsLeft <= 0) return 0
  return childrenEach(faultsLeft, expanded) * (1 + growth(faultsLeft - 1, expanded))
}

function childrenEach(faultsLeft: number, expanded: Expanded): number {
  const known = expanded[faultsLeft]
  if (known !== undefined) return known.faults / known.plans
  // Faults are added only after the last one: on average to one half of the operations.
  return expanded[faultsLeft + 1] === undefined ? 0 : childrenEach(faultsLeft + 1, expanded) / 2
}
