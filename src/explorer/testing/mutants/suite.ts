/** Runs tests of the project against mutants, in a process of its own: a test runner does not run within another. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathOf, repository } from './edit-plugin.ts'
import type { SuiteOrders, SuiteReport } from './suite-process.ts'

/** Node 20 runs no TypeScript by itself. */
const code = `
import { runnerImport } from 'vite'
const { module } = await runnerImport(
  ${JSON.stringify(pathOf('explorer/testing/mutants/suite-process.ts'))},
  { configFile: false, logLevel: 'error' },
)
module.obeyParent()`

/** @returns for each order the tests that were run, by name: whether they passed */
export async function runSuites(orders: SuiteOrders): Promise<SuiteReport> {
  const { VITEST: _, ...environment } = process.env
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: repository,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  // It waits in its channel until it is ready to read.
  child.send(orders)
  const exited = once(child, 'exit').then(([status]) => {
    throw new Error(`The tests of the mutants ended with ${String(status)} and no report.`)
  })
  const [report] = (await Promise.race([once(child, 'message'), exited])) as [SuiteReport]
  exited.catch(() => undefined)
  return report
}
