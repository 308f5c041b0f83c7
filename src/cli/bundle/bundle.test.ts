import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { openBundle } from './bundle.mjs'
import { toSourcePositions } from './positions.mjs'

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'crashcart-bundle-')))
afterAll(() => rmSync(temporary, { recursive: true }))

/** A project of a few lines, so that a build takes no time to speak of. */
const sources = {
  'package.json': '{ "type": "module", "imports": { "#part": "./src/part.ts" } }',
  'node_modules/pack/package.json': '{ "type": "module", "exports": "./index.js" }',
  'node_modules/pack/index.js': "export const pack = 'a package'",
  'src/plain.mjs': "export const plain = 'plain JavaScript'",
  'src/part.ts': "export const part: string = 'a part'",
  'src/later.ts': "export const later: string = 'imported later'",
  'src/main.ts': `
import { pack } from 'pack'
import { part } from '#part'
import { plain } from './plain.mjs'

interface Words { readonly all: () => Promise<string> }
export const words: Words = {
  all: async () => [pack, part, plain, (await import('./later.ts')).later].join(', ')
}
export function fail(): never {
  throw new Error('planted')
}
`,
  'src/data.ts': "export const make = async () => new TextEncoder().encode('some data')",
}

let root = ''
let number = 0
beforeEach(() => {
  root = join(temporary, String((number += 1)))
  for (const [path, text] of Object.entries(sources)) write(path, text)
})

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const cache = () => join(root, 'node_modules/.cache/commands')
const open = (inFolder = cache()) =>
  openBundle({
    root,
    sources: ['package.json', 'src'],
    entries: ['src/main.ts', 'src/data.ts'],
    data: { 'some.data': 'src/data.ts' },
    cache: inFolder,
  })

interface Main {
  readonly words: { all(): Promise<string> }
  fail(): never
}
const mainOf = async (folder: string) =>
  (await import(pathToFileURL(join(folder, 'src/main.mjs')).href)) as Main
const wordsOf = async (folder: string) => (await mainOf(folder)).words.all()

describe('a bundle', () => {
  test('is built once, and is whole', async () => {
    const folder = await open()
    expect(await wordsOf(folder)).toBe('a package, a part, plain JavaScript, imported later')
    expect(readFileSync(join(folder, 'some.data'), 'utf8')).toBe('some data')
    expect(await open()).toBe(folder)
    expect(readdirSync(cache())).toHaveLength(1)
  })

  test('imports plain JavaScript from where it is', async () => {
    const code = readFileSync(join(await open(), 'src/main.mjs'), 'utf8')
    expect(code).toContain(`from "${pathToFileURL(join(root, 'src/plain.mjs')).href}"`)
  })

  test('B1: is another one after an edit of a source, and the first one again when that is undone', async () => {
    const before = await open()
    write('src/part.ts', "export const part: string = 'b part'")
    const after = await open()
    expect(await wordsOf(after)).toContain('b part')
    expect(await wordsOf(before)).toContain('a part')
    write('src/part.ts', sources['src/part.ts'])
    expect(await open()).toBe(before)
  })

  test('B1: stays the same after an edit of a test', async () => {
    const folder = await open()
    write('src/part.test.ts', 'expect(true).toBe(true)')
    expect(await open()).toBe(folder)
  })

  test('B1: is not built from a file that is not among its sources', async () => {
    write('outside.ts', "export const part = 'outside'")
    write('src/part.ts', "export { part } from '../outside.ts'")
    await expect(open()).rejects.toThrow('A command imports outside.ts, which is not among the sources')
  })

  test('B2: is built again whenever it is damaged', async () => {
    const damages: readonly ((folder: string) => void)[] = [
      (folder) => truncateSync(join(folder, 'src/main.mjs'), 20),
      (folder) => truncateSync(join(folder, 'some.data'), 3),
      (folder) => rmSync(join(folder, 'src/main.mjs')),
      (folder) => truncateSync(join(folder, 'bundle.json'), 20),
      // As while another process is writing it.
      (folder) => rmSync(join(folder, 'bundle.json')),
    ]
    const folders = new Set([await open()])
    for (const damage of damages) {
      damage(await open())
      const folder = await open()
      expect(folders).not.toContain(folder)
      folders.add(folder)
      expect(await wordsOf(folder)).toContain('a part')
    }
  })

  test('B3: is built by each of two that start at once', async () => {
    const folders = await Promise.all([open(), open()])
    expect(new Set(folders).size).toBe(2)
    for (const folder of folders) expect(await wordsOf(folder)).toContain('a part')
    expect(folders).toContain(await open())
  })

  test('B4: is deleted by the next build if it was not used for a day', async () => {
    const dayAgo = new Date(Date.now() - 25 * 60 * 60 * 1000)
    const edits = ['unused', 'used', 'new'].map((text) => `export const part: string = '${text}'`)
    const folders: string[] = []
    for (const edit of edits.slice(0, 2)) {
      write('src/part.ts', edit)
      folders.push(await open())
    }
    for (const folder of folders) utimesSync(folder, dayAgo, dayAgo)
    // Its last use is now.
    await open()
    write('src/part.ts', edits[2] ?? '')
    await open()
    expect(folders.map((folder) => existsSync(folder))).toEqual([false, true])
  })

  test('B5: is complete in a temporary folder if the cache cannot be written to', async () => {
    const folder = await open(join(root, 'package.json/is no folder'))
    expect(folder.startsWith(root)).toBe(false)
    expect(await wordsOf(folder)).toBe('a package, a part, plain JavaScript, imported later')
    expect(readFileSync(join(folder, 'some.data'), 'utf8')).toBe('some data')
    rmSync(folder, { recursive: true })
  })

  test('does not exist if a source cannot be compiled or fails', async () => {
    write('src/part.ts', 'export const part: = 1')
    await expect(open()).rejects.toThrow('part.ts')
    write('src/part.ts', sources['src/part.ts'])
    write('src/data.ts', "export const make = () => { throw new Error('no data') }")
    await expect(open()).rejects.toThrow('no data')
    expect(readdirSync(cache())).toEqual([])
  })

  test('leaves the process as it was: what it starts must not inherit a NODE_ENV', async () => {
    const before = process.env['NODE_ENV']
    try {
      delete process.env['NODE_ENV']
      await open()
      expect(process.env['NODE_ENV']).toBeUndefined()
    } finally {
      process.env['NODE_ENV'] = before
    }
  })
})

test('an error names the line of the TypeScript', async () => {
  const { fail } = await mainOf(await open())
  const stack = (() => {
    try {
      return fail()
    } catch (error) {
      return error instanceof Error ? (error.stack ?? '') : ''
    }
  })()
  expect(stack).not.toContain('main.ts')
  expect(toSourcePositions(stack)).toContain(`${join(root, 'src/main.ts')}:11:9`)
  const plain = `    at ${pathToFileURL(join(root, 'src/plain.mjs')).href}:1:1`
  expect(toSourcePositions(plain)).toBe(plain)
})
