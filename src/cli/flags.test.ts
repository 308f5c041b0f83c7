import { describe, expect, test } from 'vitest'
import { readFlags } from './flags.ts'

const flags = {
  seed: { type: 'string' },
  faults: { type: 'string', default: '1' },
  link: { type: 'string' },
  with: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const

describe('flags', () => {
  test.each([
    [[], { faults: '1' }],
    [['--seed', '7', '--json'], { faults: '1', seed: '7', json: true }],
    [['--seed=7'], { faults: '1', seed: '7' }],
    // A value may look like a flag, and is then for its command to judge.
    [['--seed', '-5'], { faults: '1', seed: '-5' }],
    [['--link', '#version=2&seed=2'], { faults: '1', link: '#version=2&seed=2' }],
    [['--with', 'a', '--with', 'b'], { faults: '1', with: ['a', 'b'] }],
  ])('%j are read', (argv, values) => {
    expect(readFlags(argv, flags)).toEqual({ values })
  })

  test.each([
    [['--seed', '1', '--seed', '2'], '--seed is given 2 times: “1”, “2”. Give it once.'],
    [['--seed'], '--seed has no value. Give it one, or leave --seed out.'],
    [['--seed', '--json'], '--seed has no value. Give it one, or leave --seed out.'],
    [['--seed', ''], '--seed is empty. Give it a value, or leave --seed out.'],
    [['--seed='], '--seed is empty. Give it a value, or leave --seed out.'],
    [['--with', ' '], '--with is empty. Give it a value, or leave --with out.'],
    [['--json=yes'], '--json takes no value, not “yes”. Give it alone.'],
    [['--no-json'], '--no-json is not a flag of this command.'],
    [['--fault', '1'], '--fault is not a flag of this command. Did you mean --faults?'],
    [['--constructor'], '--constructor is not a flag of this command.'],
    [['-s'], '-s is not a flag of this command.'],
    [['durable'], '“durable” belongs to no flag. Put a value with spaces, &, ; or parentheses in quotes.'],
    [
      ['--', 'durable'],
      '“durable” belongs to no flag. Put a value with spaces, &, ; or parentheses in quotes.',
    ],
  ])('%j: %s', (argv, problem) => {
    const read = readFlags(argv, flags)
    expect('problems' in read ? read.problems[0] : read).toBe(problem)
  })

  test('every slip is told, each once', () => {
    expect(readFlags(['--sed', '1', '--sed', '1', '--json=1'], flags)).toEqual({
      problems: [
        '--sed is not a flag of this command.',
        '“1” belongs to no flag. Put a value with spaces, &, ; or parentheses in quotes.',
        '--json takes no value, not “1”. Give it alone.',
      ],
    })
  })
})
