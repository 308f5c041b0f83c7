import { afterEach, describe, expect, test, vi } from 'vitest'
import { orderChanged } from '#simulator'
import { run } from './simulate.ts'

afterEach(() => vi.restoreAllMocks())

/** What a command line that is not understood gets: its exit code, nothing on standard output, and sentences. */
async function refusalOf(argv: string[]) {
  const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
  const printed = vi.spyOn(console, 'log').mockReturnValue(undefined)
  const code = await run(argv)
  expect(printed).not.toHaveBeenCalled()
  return { code, said: said.mock.calls.flat().map(String) }
}

const quotes = "Put the link in quotes: --link 'https://…#version=2&implementation=…'."

describe('simulate', () => {
  test.each([
    ['garbage', quotes],
    ['#garbage', '--link: “garbage” is not a field of a link.'],
    ['#garbage', quotes],
    ['https://host.example/#version=2', quotes],
    ['#version=2', quotes],
    ['https://host.example/', quotes],
    ['https://host.example/?utm_source=talk', quotes],
    ['#version=9&implementation=naive', '--link: version “9” is of another version.'],
    ['#implementation=naive&seed=%3', '--link: seed “%3” is damaged:'],
    ['#implementation=naive&ask=yes', '--link: ask “yes” is neither 1 nor 0.'],
  ])('a link that cannot be read, %s: %s', async (link, problem) => {
    const { code, said } = await refusalOf(['--link', link])
    expect(code).toBe(2)
    expect(said.join('\n')).toContain(problem)
  })

  test.each([
    [['--link', ''], '--link is empty. Give it a value, or leave --link out.'],
    [
      ['--link', '#seed=1', '--seed', '2'],
      'A link holds the whole input. Leave out --seed, or leave out --link.',
    ],
    [['--link', '#seed=1', '--with', 'x'], 'Leave out --with and --without, or leave out --link.'],
    [['--plan', ''], '--plan is empty. Give it a value, or leave --plan out.'],
    [['--plan', ';'], '--plan “;” has no fault. Leave it out for a run without faults.'],
    [['--plan', 'x'], '--plan: fault “x” is not a fault. Expected point=kind or point=kind(key=value).'],
    [['--seed', '-5'], '--seed “-5” is not a whole number from 0 to 2147483647.'],
    [['--stock', '1e99'], '--stock “1e99” is not a whole number from 0 to 99.'],
    [['--with', 'seatbelt'], '--with, --without: “seatbelt” is not known. Expected cartKey, '],
    [['--with', 'cartKey', '--without', 'cartKey'], '--with, --without: “cartKey” is given twice.'],
    [['--seed', '1', '--seed', '2'], '--seed is given 2 times'],
  ])('%j: %s', async (argv, problem) => {
    const { code, said } = await refusalOf(argv)
    expect(code).toBe(2)
    expect(said.join('\n')).toContain(problem)
    expect(said.at(-1)).toContain('Usage: npm run --silent simulate')
  })

  test('a fault that is not possible where it stands is named, and is an error', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
    const told = vi.spyOn(console, 'log').mockReturnValue(undefined)
    const fault = 'server/reserveInventory.takeStock#1=preempt'
    expect(await run(['--plan', fault])).toBe(1)
    expect(said.mock.calls.join()).toContain(`--plan: fault “${fault}” did not happen. Not possible here: `)
    expect(told.mock.calls.join()).toContain(`${fault} did not happen. `)
    expect(await run(['--plan', 'server/commit:undoOrder#1=crash-after'])).toBe(0)
  })

  test('a link of version 1 runs, and a sentence says that its run may differ', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue(undefined)
    vi.spyOn(console, 'log').mockReturnValue(undefined)
    expect(await run(['--link', '#version=1&implementation=durable'])).toBe(0)
    expect(said.mock.calls).toEqual([[orderChanged]])
  })
})
