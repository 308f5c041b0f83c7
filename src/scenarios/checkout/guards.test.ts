import { describe, expect, test } from 'vitest'
import { scenario } from '#scenarios'
import type { GuardName } from './guards.ts'
import { violatedBy } from './testing/verdicts.ts'
import { openSimulator } from './testing/open-simulator.ts'

/**
 * The checker's own test: each guard, switched off, is caught by at most two faults, or is shown to be redundant in that
 * implementation, with what covers it.
 */

interface Caught {
  readonly customers: string
  readonly stock?: number
  /** Off by default, and on in all of these runs: without it the guard has nothing to do. */
  readonly also?: GuardName
  readonly plan: string
  readonly violates: string
}
interface Redundant {
  readonly customers: string
  readonly plan: string
  readonly servers?: number
  /** Holds with the guard off, and is violated with this one off as well. */
  readonly coveredBy: GuardName
  readonly violates: string
}
/** The guard has no effect that the tables could show, for a reason that no guard stands for. */
interface Idle {
  readonly customers: string
  readonly plan: string
  readonly coveredBy: 'first message wins'
}

const created = 'server/stripe.checkout.sessions.create#1'
const completed = 'stripe/webhook:checkout.session.completed#1'

/** A webhook that is refused is one that does not arrive. */
const rawBody: Redundant = {
  customers: 'pays',
  plan: '',
  coveredBy: 'expireBeforeCancel',
  violates: 'S4',
}
const verifySignature: Caught = {
  customers: 'leaves',
  plan: 'stripe/webhook:checkout.session.expired#1=forge',
  violates: 'S7',
}

/** Where the guard matters for any careful implementation. */
const everywhere: { readonly [guard in GuardName]?: Caught | Redundant } = {
  cartKey: { customers: 'pays-both', plan: '', violates: 'S1' },
  // What the client does not send again, the author's own retry does, under a key that is the same.
  clientRetries: {
    customers: 'pays',
    plan: `${created}=response-lost`,
    coveredBy: 'idempotencyKey',
    violates: 'S9',
  },
  idempotencyKey: { customers: 'pays', plan: `${created}=crash-after`, violates: 'S9' },
  reconcile: { customers: 'pays', plan: `${created}=error-after`, violates: 'S9' },
  expireBeforeCancel: { customers: 'pays-late', plan: '', violates: 'S4' },
  paymentStatus: { customers: 'settles-never', plan: '', violates: 'S5' },
  verifySignature,
  rawBody,
}
const matchSession: Redundant = {
  customers: 'settles-later',
  plan: `${created}=crash-after`,
  coveredBy: 'idempotencyKey',
  violates: 'S4',
}
const ofWorkflow: { readonly [guard in GuardName]?: Caught | Redundant | Idle } = {
  ...everywhere,
  matchSession,
  databaseTime: {
    customers: 'pays',
    plan: 'customer/pay#1=clock-jump(target=A)',
    servers: 1,
    coveredBy: 'expireBeforeCancel',
    violates: 'S4',
  },
  webhookDedupe: { customers: 'pays', plan: `${completed}=duplicate`, coveredBy: 'first message wins' },
  fencing: {
    customers: 'pays',
    plan: 'server/checkpoint:createSession#1=freeze;server/checkpoint:createSession#2=freeze',
    violates: 'S10',
  },
  versionedWorkflows: {
    customers: 'pays',
    // The new code on both servers: else the one that has the old code goes on with what the other is blocked by.
    plan: 'server/begin:reserveInventory#1=deploy;customer/pay#1=deploy(target=B)',
    violates: 'S4',
  },
}

const cases: {
  readonly [implementation: string]: { readonly [guard in GuardName]?: Caught | Redundant | Idle }
} = {
  naive: {
    clientRetries: { customers: 'pays', plan: `${created}=response-lost`, violates: 'S9' },
    verifySignature,
    rawBody: { customers: 'pays', plan: '', violates: 'S4' },
    workBeforeAnswer: { customers: 'pays', plan: 'server/begin:fulfillOrder#1=crash-before', violates: 'S4' },
    noteWithWork: {
      customers: 'pays',
      plan: 'server/begin:fulfillOrder#1=crash-before',
      also: 'webhookDedupe',
      violates: 'S4',
    },
    conditionalStock: {
      customers: 'pays,pays',
      stock: 1,
      plan: '',
      violates: 'S2',
    },
  },
  'state-machine': {
    ...everywhere,
    matchSession,
    databaseTime: { customers: 'pays-late', plan: `${created}=freeze`, violates: 'S4' },
    poller: { customers: 'gives-up', plan: `${created}=crash-before`, violates: 'L1' },
    guardedUpdates: { customers: 'pays', plan: `${completed}=duplicate`, violates: 'S4' },
  },
  'at-least-once': {
    ...ofWorkflow,
    idempotentSteps: {
      customers: 'pays',
      plan: 'server/commit:reserveInventory#1=crash-after',
      violates: 'S8',
    },
  },
  durable: {
    ...ofWorkflow,
    atomicCheckpoint: {
      customers: 'pays',
      plan: 'server/commit:reserveInventory#1=crash-after',
      violates: 'S8',
    },
  },
}

const simulator = openSimulator()

/** All guards that a careful implementation has; who is naive keeps its own. */
function allOn(implementation: string): { readonly [guard: string]: boolean } {
  return implementation === 'at-least-once' ? { idempotentSteps: true } : {}
}

describe.each(scenario.implementations)('$name', ({ name, guards }) => {
  const its = cases[name] ?? {}

  test('has a case for each of its guards that it has on', () => {
    const on = guards.filter((guard) => guard.default || allOn(name)[guard.name]).map((guard) => guard.name)
    expect(Object.keys(its).toSorted()).toEqual(on.toSorted())
  })

  test.each(Object.entries(its))('without %s', async (guard, { customers, plan, ...rest }) => {
    const servers = 'servers' in rest ? { servers: rest.servers } : {}
    const stock = 'stock' in rest ? { stock: rest.stock } : {}
    const also = 'also' in rest && rest.also !== undefined ? { [rest.also]: true } : {}
    const under = (off: readonly string[]): Promise<string> =>
      violatedBy(simulator, {
        implementation: name,
        customers,
        plan,
        ...servers,
        ...stock,
        guards: { ...allOn(name), ...also, ...Object.fromEntries(off.map((each) => [each, false])) },
      })
    const violates = 'violates' in rest ? rest.violates : null
    const isCaught = async (off: readonly string[]): Promise<boolean> => {
      const ids = await under(off)
      return violates === null ? ids !== '' : ids.split(' ').includes(violates)
    }
    const cover = 'coveredBy' in rest && rest.coveredBy !== 'first message wins' ? rest.coveredBy : null
    const found = {
      withIt: await under([]),
      without: await isCaught([guard]),
      withoutBoth: cover !== null && (await isCaught([guard, cover])),
      withoutItsCover: cover !== null && (await isCaught([cover])),
    }
    // With the guard on, the same run holds: it is the guard that makes the difference, or the guard and its cover.
    expect(found).toEqual({
      withIt: '',
      without: !('coveredBy' in rest),
      withoutBoth: cover !== null,
      withoutItsCover: false,
    })
  })
})

describe('a guard that is no matter of durability', () => {
  test.each([
    ['cartKey', 'pays-both', ''],
    ['webhookDedupe', 'pays', `${completed}=duplicate`],
    ['webhookDedupe', 'leaves', 'stripe/webhook:checkout.session.expired#1=duplicate'],
    ['eventByObject', 'pays', `${completed}=duplicate(as=new-event)`],
    ['returnPage', 'pays', `${completed}=drop(tries=all)`],
  ])('%s mends what it is for in the naive handlers: %s %s', async (guard, customers, plan) => {
    const under = (guards: { readonly [guard: string]: boolean }): Promise<string> =>
      violatedBy(simulator, { implementation: 'naive', customers, plan, guards })
    expect(await under({})).not.toBe('')
    expect(await under({ [guard]: true })).toBe('')
  })
})
