/**
 * Loads the project's modules with one file edited, through the page's own Vite plugins.
 *
 * What was compiled for one mutant serves the next, except for the file that differs; the modules run anew each time.
 */
import { join } from 'node:path'
import { createRunnableDevEnvironment, resolveConfig } from 'vite'
import { editPlugin, pathOf, repository } from './edit-plugin.ts'
import type { Edit } from './mutant.ts'

export interface Workshop {
  /** Imports a module, and all that it imports, with the edit. @param path from `src/` */
  load<T>(path: string, edit: Edit): Promise<T>
  close(): Promise<void>
}

export async function openWorkshop(): Promise<Workshop> {
  let edit: Edit | null = null
  const config = await resolveConfig(
    {
      configFile: join(repository, 'vite.config.ts'),
      envDir: false,
      logLevel: 'error',
      plugins: [editPlugin(() => edit)],
      environments: {
        mutants: {
          consumer: 'server',
          dev: { moduleRunnerTransform: true },
          resolve: { external: true, mainFields: [], conditions: ['node', 'module-sync'] },
        },
      },
    },
    'serve',
  )
  const environment = createRunnableDevEnvironment('mutants', config, {
    runnerOptions: { hmr: { logger: false } },
    hot: false,
  })
  await environment.init()

  /** Lets a file be compiled again. */
  function forget(file: string): void {
    for (const module of environment.moduleGraph.getModulesByFile(pathOf(file)) ?? [])
      environment.moduleGraph.invalidateModule(module)
  }

  return {
    async load<T>(path: string, next: Edit) {
      if (edit !== null) forget(edit.file)
      edit = next
      forget(edit.file)
      environment.runner.clearCache()
      return (await environment.runner.import(pathOf(path))) as T
    },
    close: () => environment.close(),
  }
}
