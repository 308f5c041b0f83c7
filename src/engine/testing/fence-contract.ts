/** E5: what one who has lost its workflow could still do to it, act by act. */
import { expect, test } from 'vitest'
import { workflow } from '../workflow.ts'
import { gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

export function fenceContract(getWorld: () => World): void {
  test('E5: a run that is terminated when nothing but its end is left stays so', async () => {
    const world = getWorld()
    const quick = workflow('quick', () => Promise.resolve('done'))
    const held = gate<'pass'>()
    world.intercept = ({ label }) => (label === 'finish:quick' ? held.promise : 'pass')
    const { engine } = world.boot('A', [quick])
    await engine.start(quick, 'quick-1', null)
    await world.settle()
    expect(await world.boot('B', []).engine.terminate('quick-1')).toBe(true)
    held.open('pass')
    await world.settle()
    expect(await workflowRow(world, 'quick-1')).toMatchObject({ status: 'cancelled', output: null })
  })

  test('E5: a function that goes on by itself takes nothing back that another has claimed', async () => {
    const world = getWorld()
    const outside = gate()
    const calls: string[] = []
    const restless = (server: string) =>
      workflow('restless', (ctx) =>
        Promise.all([
          ctx.branch((inner) => inner.recv<string>('message')),
          ctx.branch(async (inner) => {
            if (server === 'B') return inner.step('after', () => new Promise<null>(() => undefined))
            // What the engine cannot know of: it should have been a step.
            await outside.promise
            return inner.step('after', () => {
              calls.push(server)
              return null
            })
          }),
        ]),
      )
    const [ofA, ofB] = [restless('A'), restless('B')]
    const a = world.boot('A', [ofA])
    await a.engine.start(ofA, 'restless-1', null)
    await world.settle()
    expect(await a.engine.status('restless-1')).toBe('sleeping')
    const b = world.boot('B', [ofB])
    void b.engine.run()
    await b.engine.send('restless-1', 'message', 'hello')
    await world.settle()
    outside.open()
    await world.settle()
    expect(a.labels).toContain('wake:restless')
    expect(await workflowRow(world, 'restless-1')).toMatchObject({
      status: 'running',
      executor: 'B',
      epoch: 2,
    })
    expect(calls).toEqual([])
  })

  test('E5: one that has lost its workflow does not try its step again', async () => {
    const world = getWorld()
    let attempts = 0
    const failing = workflow('failing', (ctx) =>
      ctx.step(
        'call',
        () => {
          attempts += 1
          throw new Error('not now')
        },
        { retry: { maxAttempts: 3, initialDelayMs: 20_000 } },
      ),
    )
    const { engine } = world.boot('A', [failing])
    await engine.start(failing, 'failing-1', null)
    await world.settle()
    await world.rows(`update engine.workflow set epoch = 7`)
    // The renewal finds out before the next attempt is due.
    await world.advance(60_000)
    expect(attempts).toBe(1)
  })

  test('E5: one that has lost its workflow begins no other step', async () => {
    const world = getWorld()
    const held = gate<null>()
    let calls = 0
    const slow = workflow('slow', async (ctx) => {
      await held.promise
      await ctx.step('call', () => (calls += 1))
    })
    const { engine } = world.boot('A', [slow])
    await engine.start(slow, 'slow-1', null)
    await world.rows(`update engine.workflow set epoch = 7`)
    // The renewal finds out.
    await world.advance(60_000)
    held.open(null)
    await world.settle()
    expect(calls).toBe(0)
  })

  test('E5: a renewal by one that has lost its workflow leaves the new lease as it is', async () => {
    const world = getWorld()
    const slow = workflow('slow', (ctx) => ctx.step('call', () => new Promise<null>(() => undefined)))
    const { engine, labels } = world.boot('A', [slow])
    await engine.start(slow, 'slow-1', null)
    await world.settle()
    await world.rows(`update engine.workflow set epoch = 7, executor = 'B'`)
    await world.advance(10_001)
    expect(labels).toContain('renew')
    expect(await workflowRow(world, 'slow-1')).toMatchObject({ epoch: 7, due_ms: 30_000 })
  })
}
