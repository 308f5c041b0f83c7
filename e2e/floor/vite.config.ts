import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { embeddedOnce } from '../../src/app/embedded/embedded.ts'
import { postgresPlugin } from '../../src/app/embedded/postgres-plugin.ts'
import { programPlugin } from '../../src/program/plugin.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const program = () => programPlugin({ root: repository })

/** Postgres's files as the page has them, and nothing else of it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  build: { target: 'es2023' },
  plugins: [program(), postgresPlugin(embeddedOnce(() => [program()]))],
  worker: { format: 'es', plugins: () => [program()] },
  optimizeDeps: { exclude: ['@electric-sql/pglite'] },
})
