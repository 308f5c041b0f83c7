/** A workflow with everything that may be under way at once: a child, races of messages, timers and steps, compensation. */
import { message, step, timer } from '../race.ts'
import { workflow } from '../workflow.ts'
import { leaveEffect } from './everything.ts'
import { isWhole } from './is-whole.ts'

const leg = workflow('leg', async (ctx, number: number) => {
  await ctx.transaction('leave', (tx) => leaveEffect(tx, ctx.workflowId, 'left'))
  const first = await ctx.race({ go: message('go'), late: timer(300) })
  await ctx.transaction('arrive', (tx) => leaveEffect(tx, ctx.workflowId, 'arrived'))
  return `${number} ${first.winner}`
})

export const trip = workflow('trip', async (ctx, number: number) => {
  let isBooked = false
  try {
    await ctx.transaction('book', (tx) => leaveEffect(tx, ctx.workflowId, 'booked'))
    isBooked = true
    const child = await ctx.start(leg, number)
    const first = await ctx.race({
      leg: child,
      stop: message('stop'),
      ask: step('ask', () => new Promise<null>(() => undefined), { timeoutMs: 600_000 }),
    })
    await ctx.transaction('close', (tx) => leaveEffect(tx, ctx.workflowId, 'closed'))
    return first.winner
  } catch (error) {
    if (isBooked)
      await ctx.shield((inner) =>
        inner.transaction('undo', (tx) => leaveEffect(tx, ctx.workflowId, 'undone')),
      )
    throw error
  }
})

export const tripWorkflows = [trip, leg]

/** 600 by `npm test -- --whole`. */
export const tripCount = isWhole ? 600 : 120

/** What executors of trips have in common: the places of three are enough for all trips and their legs. */
export const tripExecutor = {
  leaseMs: 3_000,
  max: 6,
  engine: { recoveryLimit: 1_000, maxConcurrent: tripCount / 2 },
} as const
