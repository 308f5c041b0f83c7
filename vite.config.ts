/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { atlasPlugin } from './src/app/embedded/atlas-plugin.ts'
import { embeddedOnce } from './src/app/embedded/embedded.ts'
import { embedPlugin } from './src/app/embedded/plugin.ts'
import { postgresPlugin } from './src/app/embedded/postgres-plugin.ts'
import { formQueries } from './src/app/model/stage-form.ts'
import { offlinePlugin } from './src/app/offline/plugin.ts'
import { entryGroup } from './src/app/preload/entry-group.ts'
import { preloadPlugin } from './src/app/preload/plugin.ts'
import { startPlugin } from './src/app/start/plugin.ts'
import { SlowFirst } from './src/cli/suites/slow-first.ts'
import { programPlugin } from './src/program/plugin.ts'

const repository = fileURLToPath(new URL('.', import.meta.url))

/** Files are named from the repository's root: Vite's own is the page's folder. */
const program = (): Plugin => programPlugin({ root: repository })

/**
 * Takes the Content-Security-Policy out of the page while developing, when React's fast refresh needs an inline
 * script. What is built, served and tested has it.
 */
function relaxPolicyInDevelopment(): Plugin {
  return {
    name: 'crashcart:relax-policy',
    apply: 'serve',
    transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, ''),
  }
}

const embedded = embeddedOnce(() => [program()])

export default defineConfig({
  root: 'src/app',
  // Relative addresses: the same build works from any static host and under any sub-path.
  base: './',
  publicDir: '../../public',
  build: {
    outDir: '../../dist',
    emptyOutDir: true,
    target: 'es2023',
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: entryGroup(`${repository}src/app/main.tsx`, 'page') }] } },
    },
  },
  plugins: [
    program(),
    embedPlugin(embedded),
    postgresPlugin(embedded),
    atlasPlugin(() => [program()]),
    react(),
    startPlugin(),
    relaxPolicyInDevelopment(),
    // Phones have the graph as a list.
    preloadPlugin([
      { module: '/features/graph/canvas.tsx', media: '(min-width: 720px)' },
      { module: '/compositions/narrow-code.ts', media: `not all and ${formQueries.wide}` },
    ]),
    offlinePlugin(['icon.svg']),
  ],
  worker: { format: 'es', plugins: () => [program()] },
  // PGlite finds its WASM and data files beside its own module, which pre-bundling would move.
  optimizeDeps: { exclude: ['@electric-sql/pglite'] },
  test: {
    root: repository,
    include: ['src/**/*.test.{ts,tsx}'],
    globalSetup: 'src/simulator/testing/database-snapshot.ts',
    // A process per test file: PGlite's WASM memory goes with it, and what one file leaves open
    // cannot hold up another.
    pool: 'forks',
    maxWorkers: 2,
    // Most files run too little in PGlite to win back what V8 takes to optimize it: without that they take a fifth less.
    execArgv: ['--liftoff-only'],
    sequence: { sequencer: SlowFirst },
    // No test measures time: these end what hangs, also on a machine that is several times slower than usual.
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
})
