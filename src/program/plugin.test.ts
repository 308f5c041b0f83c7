import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, createServer, runnerImport } from 'vite'
import { isImplementation, programPlugin } from './plugin.ts'
import type { ProgramFacts } from './graph.ts'

const source = `export const checkout = (ask: () => unknown) => workflow('checkout', async (ctx: unknown) => {
  return ask()
})
const workflow = (name: string, body: (ctx: unknown) => unknown) => body
`
const main = `
import { checkout } from './workflow.ts'
import program from './workflow.ts?program'
import { currentFrame } from '#program/frame.ts'
export const site = await checkout(() => currentFrame().site)(null)
export { program }
`
interface Main {
  readonly site: number
  readonly program: ProgramFacts
}

let root = ''
const config = () => ({
  root,
  configFile: false as const,
  logLevel: 'error' as const,
  plugins: [programPlugin()],
  resolve: { alias: { '#program/frame.ts': join(import.meta.dirname, 'frame.ts') } },
})

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'program-'))
  const folder = join(root, 'src/scenarios/checkout')
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'workflow.ts'), source)
  await writeFile(join(folder, 'main.ts'), main)
  await writeFile(join(folder, 'worker.ts'), "import { site } from './main.ts'\npostMessage(site)\n")
  await writeFile(
    join(folder, 'page.ts'),
    "export const start = () => new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })\n",
  )
})
afterAll(() => rm(root, { recursive: true }))

const site = source.indexOf('ask()') + 3

test('in Node, through runnerImport', async () => {
  const { module } = await runnerImport<Main>(join(root, 'src/scenarios/checkout/main.ts'), config())
  expect(module.site).toBe(site)
  expect(module.program).toMatchObject({ file: 'src/scenarios/checkout/workflow.ts', source })
  expect(module.program.hash).toMatch(/^[0-9a-f]{16}$/)
  expect(module.program).not.toHaveProperty('code')
})

test('in a build, and in the build of a worker', async () => {
  const entry = join(root, 'src/scenarios/checkout/page.ts')
  const output = await build({
    ...config(),
    worker: { format: 'es', plugins: () => [programPlugin()] },
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'page' } },
  })
  const files = (Array.isArray(output) ? output : [output]).flatMap((one) =>
    'output' in one ? one.output : [],
  )
  const text = files.map((file) => (file.type === 'chunk' ? file.code : String(file.source))).join('\n')
  const worker = text.includes('__enter') ? text : atobAll(text)
  expect(worker).toContain(`__enter(${site})`)
  expect(worker).not.toContain('ctx: unknown) => {\n')
})

test('in the development server', async () => {
  const server = await createServer({ ...config(), server: { middlewareMode: true, ws: false } })
  try {
    const code = await server.transformRequest('/src/scenarios/checkout/workflow.ts')
    expect(code?.code).toContain(`__enter(${site})`)
    const facts = await server.transformRequest('/src/scenarios/checkout/workflow.ts?program')
    expect(facts?.code).toContain('JSON.parse')
    await writeFile(join(root, 'src/scenarios/checkout/naive.ts'), 'const a = 1\nenum E { A }\n')
    await expect(server.transformRequest('/src/scenarios/checkout/naive.ts')).rejects.toThrow(
      'naive.ts:2:1: an enum',
    )
  } finally {
    await server.close()
  }
})

test('which files are implementations', () => {
  expect(isImplementation('src/scenarios/checkout/naive.ts', '')).toBe(true)
  expect(isImplementation('src/scenarios/checkout/shop.ts', '')).toBe(false)
  expect(isImplementation('src/scenarios/checkout/shop.ts', '// @program\n')).toBe(true)
  expect(isImplementation('src/scenarios/checkout/shop.ts', '// @programme\n')).toBe(false)
  expect(isImplementation('src/engine/workflow.ts', '// @program\n')).toBe(false)
})

function atobAll(text: string): string {
  return [...text.matchAll(/[A-Za-z0-9+/=]{200,}/g)].map(([code]) => atob(code)).join('\n')
}
