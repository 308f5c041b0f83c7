import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { repository } from './install.mjs'

const main = 'node src/cli/main.mjs'
const full = 'The result could not be written to standard output: no space left on device.'
const tooLarge = 'The result could not be written to standard output: file too large.'

/** Prints so many lines of 100 bytes, as a command would. */
const printing = (lines: number) =>
  `node --input-type=module -e "
    const { exitWhenWritten, watchOutput } = await import('./src/cli/output.mjs')
    watchOutput()
    console.log(Array(${lines}).fill('x'.repeat(99)).join('\\n'))
    exitWhenWritten(0)"`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'crashcart-output-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a pipeline. @returns the exit codes of its parts, and what they wrote to standard error */
function shell(pipeline: string): { readonly codes: string; readonly error: string } {
  const { stdout, stderr } = spawnSync('bash', ['-c', `${pipeline}\necho "\${PIPESTATUS[*]}"`], {
    cwd: repository,
    encoding: 'utf8',
  })
  return { codes: stdout.trim().split('\n').at(-1) ?? '', error: stderr }
}

describe.skipIf(!existsSync('/dev/full'))('a result that cannot be written', () => {
  test.each(['simulate', 'explore', 'bench'])('%s exits with 1 and says why', (command) => {
    const { codes, error } = shell(`${main} ${command} --help > /dev/full`)
    expect(codes).toBe('1')
    expect(error).toContain(full)
    expect(error.trim().split('\n')).toHaveLength(1)
  })

  test('simulate --json: the same', { timeout: 300_000 }, () => {
    const { codes, error } = shell(`${main} simulate --json > /dev/full`)
    expect(codes).toBe('1')
    expect(error).toContain(full)
  })

  test('in part, where there is room for 1,024 bytes', () => {
    const toSmallFile = (lines: number) =>
      shell(`(ulimit -f 1; ${printing(lines)} > '${join(folder, 'small')}')`)
    // One write, of which the first kilobyte fits.
    expect(toSmallFile(1)).toEqual({ codes: '0', error: '' })
    const { codes, error } = toSmallFile(50)
    expect(codes).toBe('1')
    expect(error).toContain(tooLarge)
  })

  test('nor the reason: it exits with 1 all the same', () => {
    expect(shell(`${printing(1)} > /dev/full 2> /dev/full`)).toEqual({ codes: '1', error: '' })
  })
})

describe('a reader that leaves early', () => {
  test('ends the command without a word, as SIGPIPE would', () => {
    expect(shell(`${printing(100_000)} | head -n 1`)).toEqual({ codes: '141 0', error: '' })
  })

  test('of both outputs', () => {
    expect(shell(`${printing(100_000)} 2>&1 | head -n 1`).codes).toBe('141 0')
  })

  test('one that reads everything gets everything', () => {
    expect(shell(`${printing(5_000)} | wc -c`)).toEqual({ codes: '0 0', error: '' })
  })
})
