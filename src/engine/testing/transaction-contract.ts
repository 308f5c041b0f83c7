/** T1, T2: what a transaction sends and starts is its own; the engine's methods are refused within it. */
import { expect, test } from 'vitest'
import { workflow, type Transaction } from '../workflow.ts'
import { addEffect, effects, gate, workflowRow } from './workflows.ts'
import type { World } from './world.ts'

const child = workflow('child', async (ctx, name: string) => {
  await ctx.transaction('work', (tx) => addEffect(tx, name))
  return ctx.recv<string>('topic')
})

export function transactionContract(getWorld: () => World): void {
  const parent = (run: (tx: Transaction) => Promise<unknown>) =>
    workflow('parent', (ctx) => ctx.transaction('outer', run))

  test('T1: a message and a start are there when the transaction commits, and before it nowhere', async () => {
    const world = getWorld()
    const committing = gate()
    const sending = parent(async (tx) => [
      await tx.start(child, 'child-1', 'first'),
      await tx.send('child-1', 'topic', { b: 1, aa: 2 }, { idempotencyKey: 'key' }),
      await tx.send('child-1', 'topic', 'again', { idempotencyKey: 'key' }),
    ])
    const { engine, labels } = world.boot('A', [sending, child])
    world.intercept = async ({ label }) => {
      if (label === 'commit:outer') await committing.promise
      return 'pass' as const
    }
    void engine.run()
    await engine.start(sending, 'parent-1', null)
    while (!labels.includes('commit:outer')) await new Promise((resolve) => setImmediate(resolve))
    expect(labels).not.toContain('load:child')
    committing.open()
    expect(await engine.result('parent-1')).toEqual([
      { isNew: true },
      { isNew: true, hasEnded: false },
      { isNew: false, hasEnded: false },
    ])
    await world.advance(1_000)
    expect(await engine.result('child-1')).toEqual({ aa: 2, b: 1 })
    expect(await effects(world)).toEqual(['first'])
  })

  test('T1: they roll back with the transaction, and a retry makes them again, once', async () => {
    const world = getWorld()
    const failing = parent(async (tx) => {
      await tx.start(child, 'child-1', 'never')
      await tx.send('child-2', 'topic', 'never')
      throw new Error('no')
    })
    const { engine } = world.boot('A', [failing, child])
    void engine.run()
    await expect((await engine.start(failing, 'parent-1', null)).result()).rejects.toThrow('no')
    expect(await engine.status('child-1')).toBe('unknown')
    expect(await engine.status('child-2')).toBe('unknown')

    const retried = workflow('retried', (ctx) =>
      ctx.transaction('outer', (tx) => tx.send('child-3', 'topic', 'once')),
    )
    let failures = 2
    world.intercept = ({ label }) =>
      label === 'commit:outer' && failures-- > 0 ? { sqlState: '40001' } : 'pass'
    const b = world.boot('B', [retried])
    await b.engine.start(retried, 'retried-1', null)
    await world.advance(1_000)
    expect(await workflowRow(world, 'child-3')).toMatchObject({ status: 'expected', inbox: 1 })
  })

  test('T1: they are checked as the engine’s are', async () => {
    const world = getWorld()
    const other = workflow('other', () => Promise.resolve(1))
    const checking = parent(async (tx) => {
      const errors: string[] = []
      const note = (error: Error) => errors.push(error.name)
      await tx.send('', 'topic', 1).catch(note)
      await tx.send('id', 'topic', () => 1).catch(note)
      await tx.start(child, 'a\0', 'x').catch(note)
      await tx.start(other, 'child-1', null)
      await tx.start(child, 'child-1', 'x').catch(note)
      return errors
    })
    const { engine } = world.boot('A', [checking, child, other])
    expect(await (await engine.start(checking, 'parent-1', null)).result()).toEqual([
      'InvalidArgumentError',
      'NotJsonError',
      'InvalidArgumentError',
      'WorkflowIdTakenError',
    ])
  })

  test('T2: the engine’s methods within a callback are a clear error, and no deadlock', async () => {
    const world = getWorld()
    const errors: string[] = []
    const calling = parent(async (tx) => {
      await addEffect(tx, 'outer')
      const { engine } = a
      for (const call of [
        () => engine.send('child-1', 'topic', 1),
        () => engine.start(child, 'child-1', 'x'),
        () => engine.enqueue(child, 'child-1', 'x'),
        () => engine.getEvent('child-1', 'key'),
        () => engine.result('child-1'),
        () => engine.status('child-1'),
        () => engine.cancel('child-1'),
        () => engine.resume('child-1'),
      ])
        await call().catch((error: Error) => errors.push(`${error.name}: ${error.message.slice(0, 50)}`))
      return 'done'
    })
    const a = world.boot('A', [calling, child])
    const handle = await a.engine.start(calling, 'parent-1', null)
    expect(await handle.result()).toBe('done')
    expect(errors).toHaveLength(8)
    expect(errors[0]).toBe('EngineInTransactionError: engine.send was called inside the callback of the ')
    // Outside, and from what a callback has started and left behind, they are fine.
    await a.engine.send('child-1', 'topic', 1)
    expect(await a.engine.status('child-1')).toBe('expected')
  })
}
