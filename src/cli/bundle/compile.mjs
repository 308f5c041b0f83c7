/** Compiles a project with Vite, and with the page's own compiler of implementations. */
import { dirname, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, runnerImport } from 'vite'
import { repository } from '../install.mjs'
import { sourceFiles } from './sources.mjs'

/**
 * @param {import('./bundle.mjs').Project} project
 * @returns {Promise<Map<string, string>>} the files of the bundle by their names
 * @throws Error if a source cannot be compiled, or if it is not among the project's sources
 */
export async function compile(project) {
  const environment = process.env.NODE_ENV
  try {
    return await compileAll(project)
  } finally {
    // Vite sets it for the whole process, and what the command starts would inherit it.
    if (environment === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = environment
  }
}

async function compileAll(project) {
  const { root, entries } = project
  const { module } = await runnerImport(join(repository, 'src/program/plugin.ts'), {
    configFile: false,
    logLevel: 'error',
  })
  const { output } = await build({
    configFile: false,
    envDir: false,
    publicDir: false,
    root,
    // What it would print, the error says too.
    logLevel: 'silent',
    plugins: [module.programPlugin({ root }), leavePlainJavaScript()],
    // Packages are imported from where they are.
    ssr: { external: true },
    build: {
      ssr: true,
      write: false,
      minify: false,
      sourcemap: true,
      // This Node will run it.
      target: 'esnext',
      rolldownOptions: {
        input: Object.fromEntries(entries.map((entry) => [entry.replace(/\.ts$/, ''), join(root, entry)])),
        output: {
          entryFileNames: '[name].mjs',
          chunkFileNames: 'parts/[name]-[hash].mjs',
          sourcemapExcludeSources: true,
          sourcemapPathTransform: (source, map) => resolve(dirname(map), source),
        },
      },
    },
  })
  requireSources(project, output)
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
}

/**
 * A plain JavaScript file stays where it is: commands import some before there is a bundle, and each is to be one
 * module in a process.
 */
function leavePlainJavaScript() {
  return {
    name: 'crashcart:plain-javascript',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !/^\..*\.mjs$/.test(source)) return null
      return { id: pathToFileURL(resolve(dirname(importer), source)).href, external: true }
    },
  }
}

/** @see B1 in bundle.mjs: an edit of a file that the hash does not cover would go unnoticed. */
function requireSources(project, output) {
  const sources = new Set(sourceFiles(project))
  for (const { moduleIds = [] } of output)
    for (const id of moduleIds) {
      if (id.startsWith('\0')) continue
      const path = relative(project.root, id.replace(/\?.*$/, '')).split(sep).join('/')
      if (!sources.has(path))
        throw new Error(`A command imports ${path}, which is not among the sources of its bundle.`)
    }
}
