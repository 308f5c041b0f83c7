/** The body of a process of its own: it runs tests of the project, once as it is and once for each mutant. */
import { programPlugin } from '#program/plugin.ts'
import { startVitest, type Reporter } from 'vitest/node'
import { editPlugin, repository } from './edit-plugin.ts'
import type { Edit } from './mutant.ts'

export interface SuiteOrder {
  /** Null: the source as it is. */
  readonly edit: Edit | null
  /** Paths from `src/`. */
  readonly suites: readonly string[]
  /** Only tests of these names are run. */
  readonly tests: readonly string[]
}

export type SuiteOrders = readonly SuiteOrder[]

/** For each order the tests that were run, by name: whether they passed. */
export type SuiteReport = readonly Readonly<Record<string, boolean>>[]

/** Runs what its parent, who speaks first, orders. */
export function obeyParent(): void {
  process.once('message', (orders: SuiteOrders) => void run(orders))
}

async function run(orders: SuiteOrders): Promise<void> {
  const report: Record<string, boolean>[] = orders.map(() => ({}))
  const reporter: Reporter = {
    onTestCaseResult(test) {
      const { state } = test.result()
      if (state === 'skipped' || state === 'pending') return
      const own = report[Number(test.project.name)]
      if (own) own[test.name] = state === 'passed'
    },
  }
  const vitest = await startVitest(
    'test',
    [],
    { config: false, watch: false },
    {
      root: repository,
      test: {
        reporters: [reporter],
        // A mutant may leave errors behind that no test waits for.
        dangerouslyIgnoreUnhandledErrors: true,
        projects: orders.map(({ edit, suites, tests }, index) => ({
          root: repository,
          plugins: [editPlugin(() => edit), programPlugin({ root: repository })],
          test: {
            name: String(index),
            testNamePattern: new RegExp(tests.map(quoted).join('|')),
            include: suites.map((suite) => `src/${suite}`),
            pool: 'forks',
            maxWorkers: 2,
            // In some mutants a test hangs: it fails then.
            testTimeout: 30_000,
            hookTimeout: 120_000,
          },
        })),
      },
    },
  )
  await vitest.close()
  process.send?.(report satisfies SuiteReport, () => process.exit())
}

function quoted(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}
