/**
 * Runs the project's TypeScript in Node through the page's own Vite plugins, so that a scenario is the
 * same instrumented code in the command line, in a worker thread and in the browser.
 */
import { join } from 'node:path'
import { createRunnableDevEnvironment, resolveConfig } from 'vite'
import { repository } from './install.mjs'

/**
 * Imports one module, and whatever it imports now or later.
 *
 * Vite's own `runnerImport` closes as soon as the module has loaded; then an `import()` inside a function
 * that runs afterwards fails. So this stays open until its caller closes it.
 *
 * @param {string} path from the repository's root, such as `src/cli/simulate.ts`
 * @returns {Promise<{ module: any, close: () => Promise<void> }>} the module's exports
 */
export async function load(path) {
  const config = await resolveConfig(
    {
      configFile: join(repository, 'vite.config.ts'),
      envDir: false,
      logLevel: 'error',
      environments: {
        inline: {
          consumer: 'server',
          dev: { moduleRunnerTransform: true },
          resolve: { external: true, mainFields: [], conditions: ['node', 'module-sync'] },
        },
      },
    },
    'serve',
  )
  const environment = createRunnableDevEnvironment('inline', config, {
    runnerOptions: { hmr: { logger: false } },
    hot: false,
  })
  await environment.init()
  const module = await environment.runner.import(join(repository, path))
  return { module, close: () => environment.close() }
}
