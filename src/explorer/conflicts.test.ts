import { describe, expect, test } from 'vitest'
import { openSimulator } from '#scenarios/checkout/testing/open-simulator.ts'
import { defaultInput, parsePlan, type Input } from '#simulator'
import { sharedBy, unitsOf, type Unit } from './conflicts.ts'

const simulator = openSimulator()

async function unitsIn(input: Partial<Input>): Promise<(point: string) => Unit> {
  const units = unitsOf(await simulator.simulate({ ...defaultInput, ...input }))
  return (point) => {
    const found = units.find((unit) => unit.point === point)
    if (found === undefined)
      throw new Error(`${point} is none of ${units.map((unit) => unit.point).join(', ')}`)
    return found
  }
}

const create = 'server/stripe.checkout.sessions.create'
const expire = 'server/stripe.checkout.sessions.expire'

describe('what two operations share', () => {
  test('a transaction is one, with the tables of all its statements', async () => {
    const unit = await unitsIn({ implementation: 'state-machine' })
    const reserve = unit('server/begin:reserveInventory#1')
    expect([...reserve.writes].toSorted()).toEqual(['inventory', 'orders', 'reservations'])
    expect(reserve.events.at(-1)?.point).toBe('server/commit:reserveInventory#1')
  })

  test('tables, if one of the two writes', async () => {
    const unit = await unitsIn({ implementation: 'state-machine' })
    const [read, again] = [unit('server/findOrder#1'), unit('server/findOrder#2')]
    expect(sharedBy(unit('server/begin:reserveInventory#1'), read)).toEqual(['orders'])
    expect(sharedBy(read, unit('server/begin:reserveInventory#1'))).toEqual(['orders'])
    expect(sharedBy(read, again)).toEqual([])
  })

  test('an object of the service: the call that made it, and the one that names it in its path', async () => {
    const unit = await unitsIn({ implementation: 'durable', customers: ['leaves', 'leaves'] })
    expect(sharedBy(unit(`${create}#1`), unit(`${expire}#1`))).toEqual(['cs_1'])
    expect(sharedBy(unit(`${create}@order-2#1`), unit(`${expire}#1`))).toEqual([])
  })

  test('the collection in which two calls make objects: the names of these follow one another', async () => {
    const unit = await unitsIn({ customers: ['pays', 'pays'] })
    expect(sharedBy(unit(`${create}#1`), unit(`${create}@order-2#1`))).toEqual(['/v1/checkout/sessions'])
  })

  test('the object in the path, where no answer names it', async () => {
    const plan = parsePlan(`${expire}#1=request-lost`)
    const unit = await unitsIn({ implementation: 'durable', customers: ['leaves'], plan })
    expect(sharedBy(unit(`${create}#1`), unit(`${expire}#1`))).toEqual(['cs_1'])
  })

  test('rows that a statement locks, as if it wrote them', async () => {
    const unit = await unitsIn({ implementation: 'durable' })
    expect([...unit('server/checkpoint:createSession#1').writes].toSorted()).toEqual([
      'engine.step_checkpoint',
      'engine.workflow',
    ])
  })

  test('an idempotency key', async () => {
    const plan = parsePlan(`${create}#1=crash-after`)
    const unit = await unitsIn({ implementation: 'durable', customers: ['pays', 'pays'], plan })
    expect(sharedBy(unit(`${create}#1`), unit(`${create}#2`))).toContain('key cart-1/2')
    expect(sharedBy(unit(`${create}#1`), unit(`${create}@order-2#1`))).not.toContain('key cart-1/2')
  })
})
