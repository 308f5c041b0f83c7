/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const repository = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  root: 'src/app',
  // Relative addresses: the same build works from any static host and under any sub-path.
  base: './',
  publicDir: '../../public',
  build: { outDir: '../../dist', emptyOutDir: true, target: 'es2023' },
  plugins: [react()],
  worker: { format: 'es' },
  // PGlite finds its WASM and data files beside its own module, which pre-bundling would move.
  optimizeDeps: { exclude: ['@electric-sql/pglite'] },
  test: {
    root: repository,
    include: ['src/**/*.test.{ts,tsx}'],
    // A process per test file: PGlite's WASM memory goes with it, and what one file leaves open
    // cannot hold up another.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
