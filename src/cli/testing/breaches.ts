/** Breaches of the walls to be planted, and what must pass; `walls.test.ts` plants them. */

/** The folders of `src`. */
export const folders = [
  'engine',
  'program',
  'stripe',
  'simulator',
  'scenarios',
  'explorer',
  'app',
  'cli',
] as const
type Folder = (typeof folders)[number]

/** DESIGN.md, section 4, written down a second time: a change of the rule must be meant twice. */
const mayImport: Readonly<Record<Folder, readonly Folder[]>> = {
  engine: [],
  program: [],
  stripe: [],
  simulator: ['engine', 'program', 'stripe'],
  scenarios: ['engine', 'stripe'],
  explorer: ['engine', 'program', 'stripe', 'simulator', 'scenarios'],
  app: ['engine', 'program', 'stripe', 'simulator', 'scenarios', 'explorer'],
  cli: ['engine', 'program', 'stripe', 'simulator', 'scenarios', 'explorer'],
}
const pairs = folders
  .flatMap((from) => folders.map((to) => ({ from, to })))
  .filter(({ from, to }) => from !== to)
const forbidden = pairs.filter(({ from, to }) => !mayImport[from].includes(to))
const allowed = pairs.filter(({ from, to }) => mayImport[from].includes(to))

/** A file with one breach, and what the linter says of it. */
export interface Breach {
  readonly path: string
  readonly source: string
  /** The rule that must report it, as oxlint writes it. */
  readonly rule: string
  /** Lines on which it must do so; line 1 if not given. */
  readonly lines?: readonly number[]
}

/** All forms in which one folder can import another. */
const importsOf = (to: string): string =>
  [
    `import { value } from '#${to}'`,
    `import { value as same } from '../${to}/index.ts'`,
    `import { part } from '#${to}/part.ts'`,
    `export { value as again } from '../${to}/index.ts'`,
    `export * from '#${to}'`,
    `export const later = () => import('../${to}/index.ts')`,
    `export const used = [value, same, part]`,
  ].join('\n')

const directionBreaches: readonly Breach[] = [
  ...forbidden.map(({ from, to }) => ({
    path: `src/${from}/imports-${to}.ts`,
    source: importsOf(to),
    rule: 'walls(direction)',
    lines: [1, 2, 3, 4, 5, 6],
  })),
  ...[
    ['src/engine/imports-a-type.ts', `import type { Value } from '../simulator/index.ts'`],
    ['src/engine/imports-in-a-test.test.ts', `import { value } from '#simulator'`],
    ['src/engine/imports-node.ts', `import { readFileSync } from 'node:fs'`],
    ['src/explorer/imports-node.ts', `import { readFileSync } from 'node:fs'`],
    ['src/app/graph/imports-sibling.tsx', `import { value } from '../lanes/index.ts'`],
    ['src/app/graph/rows/imports-sibling.tsx', `import { value } from '../../lanes/index.ts'`],
    ['src/app/graph/imports-sibling.test.tsx', `import { value } from '../lanes/index.ts'`],
    ['src/app/graph/imports-app.tsx', `import { value } from '../app.tsx'`],
    ['src/app/parts/imports-feature.tsx', `import { value } from '../graph/index.ts'`],
    ['src/app/state/imports-feature.ts', `import { value } from '../graph/index.ts'`],
    ['src/app/graph/imports-testing.tsx', `import { value } from '../testing/index.ts'`],
    ['src/app/worker.ts', `import { value } from './graph/index.ts'`],
    ['src/app/features/run/imports-sibling.tsx', `import { value } from '../atlas/index.ts'`],
    ['src/app/features/run/top/imports-sibling.tsx', `import { value } from '../../atlas/index.ts'`],
    ['src/app/model/imports-store.ts', `import { value } from '../store/index.ts'`],
    ['src/app/model/imports-feature.ts', `import { value } from '../features/run/index.ts'`],
    ['src/app/ui/imports-store.ts', `import { value } from '../store/index.ts'`],
    ['src/scenarios/checkout/naive.ts', `import { value } from './durable.ts'`],
    ['src/scenarios/checkout/durable.ts', `import { value } from './at-least-once.ts'`],
  ].map(([path = '', source = '']) => ({ path, source, rule: 'walls(direction)' })),
]

/** Imports that must pass. */
export const allowedImports: readonly (readonly [path: string, source: string])[] = [
  ...allowed.map(({ from, to }) => [`src/${from}/may-import-${to}.ts`, importsOf(to)] as const),
  ['src/scenarios/may-import-types.ts', `import type { Value } from '#simulator'`],
  ['src/scenarios/may-run-in-a-test.test.ts', `import { value } from '#simulator'`],
  ['src/scenarios/checkout/at-least-once.ts', `import { value } from './workflow.ts'`],
  ['src/engine/may-import-itself.ts', `import { value } from './index.ts'`],
  ['src/app/main.tsx', `import { value } from './graph/index.ts'`],
  ['src/app/compositions/may-import-features.tsx', `import { value } from '../features/run/index.ts'`],
  ['src/app/features/run/may-import-store.tsx', `import { value } from '../../store/index.ts'`],
  ['src/app/features/run/may-import-own.tsx', `import { value } from './index.ts'`],
  ['src/app/graph/may-import-shared.tsx', `import { value } from '../parts/index.ts'`],
  ['src/app/graph/may-import-testing.test.tsx', `import { value } from '../testing/index.ts'`],
  ['src/app/graph/may-import-itself.tsx', `import { value } from './index.ts'`],
]

/** The folders whose code the simulator runs. */
export const simulated = ['engine', 'stripe', 'simulator', 'scenarios'] as const

const ambientBreaches: readonly Breach[] = simulated.flatMap((folder) => [
  {
    path: `src/${folder}/ambient.ts`,
    source: [
      'export const now = Date.now()',
      'export const day = new Date()',
      'setTimeout(() => now, 1)',
      'setInterval(() => now, 1)',
      `export const answer = () => fetch('/')`,
      'export const id = crypto.randomUUID()',
      'export const since = performance.now()',
    ].join('\n'),
    rule: 'eslint(no-restricted-globals)',
    lines: [1, 2, 3, 4, 5, 6, 7],
  },
  {
    path: `src/${folder}/ambient-property.ts`,
    source: [
      'export const chance = Math.random()',
      'export const { random } = Math',
      'export const now = globalThis.Date.now()',
      `export const answer = () => globalThis.fetch('/')`,
    ].join('\n'),
    rule: 'eslint(no-restricted-properties)',
    lines: [1, 2, 3, 4],
  },
  {
    path: `src/${folder}/module-state.ts`,
    source: [
      'let count = 0',
      'export let more = count++',
      'const cache = new Map<string, string>()',
      'export const list: string[] = []',
      'export class Kept { static count = 0 }',
      'export const size = () => cache.size + more++',
    ].join('\n'),
    rule: 'walls(module-state)',
    lines: [1, 2, 3, 4, 5],
  },
  {
    path: `src/${folder}/body-copies.ts`,
    source: [
      'export const copy = (request: Request): Request => request.clone()',
      'export const blob = (response: Response): Promise<Blob> => response.blob()',
    ].join('\n'),
    rule: 'walls(body-copies)',
    lines: [1, 2],
  },
])

/** What simulated code may well hold, and what its tests may do. */
export const constants = [
  'export const table: ReadonlyMap<string, number> = new Map([["a", 1]])',
  'export const kinds = ["a", "b"] as const',
  'export class Fixed { static readonly size = 1 }',
  'export const fresh = () => { let n = 0; const all = new Map<number, Date>(); return () => all.size + n++ }',
].join('\n')

const otherBreaches: readonly Breach[] = [
  {
    path: 'src/app/parts/floating.ts',
    source: 'export const go = (promise: Promise<void>): void => {\n  promise\n}',
    rule: 'typescript(no-floating-promises)',
    lines: [2],
  },
  {
    path: 'src/app/parts/untyped.ts',
    source: 'export const same = (value: any): string => value',
    rule: 'typescript(no-explicit-any)',
  },
  {
    path: 'src/app/parts/any-from-outside.ts',
    source: 'export const parse = (text: string): string => JSON.parse(text)',
    rule: 'typescript(no-unsafe-return)',
  },
  {
    path: 'src/app/parts/cycle-a.ts',
    source: `import { b } from './cycle-b.ts'\nexport const a = () => b`,
    rule: 'import(no-cycle)',
  },
  {
    path: 'src/app/parts/cycle-b.ts',
    source: `import { a } from './cycle-a.ts'\nexport const b = () => a`,
    rule: 'import(no-cycle)',
  },
  {
    path: 'src/app/parts/default-export.ts',
    source: 'export default 1',
    rule: 'import(no-default-export)',
  },
  { path: 'src/app/parts/camelCase.ts', source: 'export const x = 1', rule: 'unicorn(filename-case)' },
  {
    path: 'src/app/parts/hook-in-condition.tsx',
    source: `import { useState } from 'react'\nexport const Part = ({ on }: { on: boolean }) => {\n  if (on) useState(0)\n  return null\n}`,
    rule: 'react-hooks(rules-of-hooks)',
    lines: [3],
  },
  {
    path: 'src/app/parts/mouse-only.tsx',
    source: 'export const Part = ({ go }: { go: () => void }) => <div onClick={go}>Go</div>',
    rule: 'jsx-a11y(click-events-have-key-events)',
  },
  {
    path: 'src/cli/focused.test.ts',
    source: `import { test } from 'vitest'\ntest.only('x', () => undefined)`,
    rule: 'vitest(no-focused-tests)',
    lines: [2],
  },
]

/** Every breach that the linter must name. */
export const lintBreaches = [...directionBreaches, ...ambientBreaches, ...otherBreaches]
