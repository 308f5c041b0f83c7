/**
 * The same workflow on an engine that treats its steps as black boxes: our engine, with a history store of its own.
 *
 * Its history shares no transaction with the shop's database, so a checkpoint always commits after the step's effect,
 * and a step that had its effect before a crash may have it again after. That is what such engines promise: at least
 * once, and that steps be idempotent is up to their author (`idempotentSteps`).
 */
import type { Hono } from 'hono'
import type { Machine } from '#simulator/scenario.ts'
import { serveWorkflow } from './workflow-server.ts'

export function atLeastOnce(machine: Machine): Hono {
  return serveWorkflow(machine, machine.database)
}
