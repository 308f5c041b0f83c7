import { expect, test } from 'vitest'
import type { TraceEvent } from '#simulator'
import { countTrips } from './trips.ts'

const server = { role: 'server', name: 'A' } as const
const begin = { kind: 'begin', label: 'createOrder', transaction: 'A#1', step: null } as const

function event(actor: TraceEvent['actor'], what: TraceEvent['what']): TraceEvent {
  const nothing = { cause: null, subject: null, request: null, point: null, site: null }
  return { index: 1, atMs: 0, actor, changes: [], what, ...nothing }
}

test('statements, begins and commits of servers are counted; what finds no work, and a rollback, is not', () => {
  const statement = {
    kind: 'statement',
    label: 'a',
    sql: '',
    values: [],
    rows: [],
    transaction: null,
  } as const
  const trace = [
    event(server, begin),
    event(server, { ...statement, error: null }),
    event(server, { ...begin, kind: 'commit' }),
    event(server, { kind: 'workflow', progress: 'claimed', workflowId: 'w', epoch: 1, dueAtMs: null }),
    event({ role: 'postgres' }, { kind: 'rollback', transaction: 'A#2', why: 'A died' }),
    event({ role: 'stripe' }, { ...statement, error: null }),
  ]
  expect(countTrips({ trace })).toEqual({ postgres: 3, stripe: 0 })
})
