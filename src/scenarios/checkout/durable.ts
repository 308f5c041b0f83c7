/** The durable checkout: the workflow on an engine whose checkpoints commit in the shop's own transactions. */
import type { Hono } from 'hono'
import type { Machine } from '#simulator/scenario.ts'
import { serveWorkflow } from './workflow-server.ts'

export function durable(machine: Machine): Hono {
  // The guard, switched off: as if the shop's tables were in another database than the engine's.
  return machine.guards['atomicCheckpoint']
    ? serveWorkflow(machine)
    : serveWorkflow(machine, machine.database)
}
