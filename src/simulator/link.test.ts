import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultInput, inputVersion, orderChanged, parseInput, type Input, type Vocabulary } from './input.ts'
import { formatLink, parseLink, type Link } from './link.ts'
import { parsePlan } from './plan.ts'
import { parsePoint } from './point.ts'

const vocabulary: Vocabulary = {
  scenario: 'checkout',
  implementations: ['naive', 'durable'],
  customers: ['pays', 'leaves'],
  guards: { naive: ['cartKey'], durable: ['fencing'] },
  labels: ['commit:reserveInventory', 'webhook:checkout.session.completed'],
}

const input: fc.Arbitrary<Input> = fc.record({
  version: fc.constant(inputVersion),
  scenario: fc.constant('checkout'),
  implementation: fc.constant('naive'),
  guards: fc.constantFrom({}, { cartKey: true }, { cartKey: false }),
  customers: fc.array(fc.constantFrom('pays', 'leaves'), { minLength: 1, maxLength: 2 }),
  stock: fc.integer({ min: 0, max: 99 }),
  servers: fc.integer({ min: 1, max: 2 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  settleMs: fc.integer({ min: 0, max: 3 * 86_400_000 }),
  paymentSettlesMs: fc.integer({ min: 1_000, max: 21 * 86_400_000 }),
  plan: fc.constantFrom(
    [],
    parsePlan(
      'server/commit:reserveInventory@order-2#1=crash-after(restart=never);stripe/webhook:checkout.session.completed#1=delay',
    ),
  ),
})
const link: fc.Arbitrary<Link> = fc.record(
  {
    input,
    cursor: fc.constantFrom(
      null,
      { at: 'start' as const },
      { at: 'end' as const },
      { at: 'point' as const, point: parsePoint('server/commit:reserveInventory#1'), offset: 3 },
    ),
    view: fc.constantFrom('focus' as const, 'compare' as const, 'atlas' as const),
    ask: fc.boolean(),
    embed: fc.boolean(),
    program: fc.constantFrom(null, '0123456789abcdef'),
    atlas: fc.constantFrom('invariant:S8,rows:steps'),
  },
  { requiredKeys: ['input', 'cursor', 'view', 'ask', 'embed', 'program'] },
)

describe('a link', () => {
  test('reads back what it writes, alone and at the end of an address', () => {
    fc.assert(
      fc.property(link, (value) => {
        const text = formatLink(value)
        const read = { link: value, problems: [], notices: [], namesRun: true }
        expect(parseLink(text, vocabulary)).toEqual(read)
        expect(parseLink(`#${text}`, vocabulary)).toEqual(read)
        expect(parseLink(`https://host.example/sub/path/#${text}`, vocabulary)).toEqual(read)
        expect(parseLink(`https://host.example/sub/path/?${text}`, vocabulary)).toEqual(read)
      }),
    )
  })

  test('stays readable', () => {
    const plan = parsePlan('server/commit:reserveInventory#1=crash-after')
    expect(
      formatLink({
        input: { ...defaultInput, plan },
        cursor: null,
        view: 'focus',
        ask: false,
        embed: false,
        program: null,
      }),
    ).toBe('version=2&implementation=naive&plan=server/commit:reserveInventory%231=crash-after')
  })

  test('keeps what can be read and tells what cannot', () => {
    const { link: read, problems } = parseLink(
      '#implementation=durable&stock=lots&seed=7&plan=server/commit:reserveInventory%231=crash-after;server/nothing%231=crash-after&cursor=??&customers=%E0%A4',
      vocabulary,
    )
    expect(read.input).toMatchObject({ implementation: 'durable', stock: 2, seed: 7, customers: ['pays'] })
    expect(read.input.plan).toHaveLength(1)
    expect(problems).toEqual([
      'customers “%E0%A4” is damaged: a character is cut off after a %. Copy the whole link again.',
      'stock “lots” is not a whole number from 0 to 99.',
      'fault “server/nothing#1=crash-after” names an operation that no implementation has. Known operations: commit:reserveInventory, webhook:checkout.session.completed.',
      'cursor “??” is not a point. Expected role/label#occurrence, such as server/commit:reserveInventory#1.',
    ])
  })

  test('tells what it does not know after the #, and nothing of a query that others have added to', () => {
    expect(parseLink('?utm_source=talk#garbage&seed=7', vocabulary)).toMatchObject({
      link: { input: { seed: 7 } },
      problems: ['“garbage” is not a field of a link. Fields look like implementation=naive.'],
    })
  })

  test.each([
    ['#seed=1&seed=2', 'seed is in the link twice: “1”, “2”. The last one is used.'],
    ['?seed=1#seed=2', 'seed is in the link twice: “1”, “2”. The last one is used.'],
    ['#seed=3&seed=3&seed=3', 'seed is in the link 3 times: “3”, “3”, “3”. The last one is used.'],
    ['#seed=', 'seed is empty. Give it a value, or leave it out.'],
    ['#seed', 'seed is empty. Give it a value, or leave it out.'],
    ['#plan=', 'plan is empty. Give it a value, or leave it out.'],
    ['#plan=;', 'plan “;” has no fault. Leave it out for a run without faults.'],
    ['#seed=-5', 'seed “-5” is not a whole number from 0 to 2147483647.'],
    ['#seed=99999999999999999999', 'seed “99999999999999999999” is not a whole number from 0 to 2147483647.'],
    ['#version=2', 'The link names no run: it ends after its version. Copy the whole link again.'],
    ['#version=2&implement', '“implement” is not a field of a link. Fields look like implementation=naive.'],
    [
      '#implementation=naive&seed=%3',
      'seed “%3” is damaged: a character is cut off after a %. Copy the whole link again.',
    ],
    ['#Seed=2', '“Seed” is not a field of a link. Did you mean “seed”?'],
    ['#stock=1&amp;seed=2', '“amp;seed” is not a field of a link. Did you mean “seed”?'],
    ['#guards=cartKey,-cartKey', 'guard “cartKey” is given twice. Say once whether it is on or off.'],
    [
      '#plan=server/commit:reserveInventory%231=crash-after(restart=1s,restart=2s)',
      'fault “server/commit:reserveInventory#1=crash-after(restart=1s,restart=2s)” has the parameter “restart” twice. Give it once.',
    ],
    ['#plan=x;x', '2 times: fault “x” is not a fault. Expected point=kind or point=kind(key=value).'],
    [
      `#seed=1&${'x'.repeat(50)}`,
      `“${'x'.repeat(39)}…” is not a field of a link. Fields look like implementation=naive.`,
    ],
    [
      `#seed=1&plan=${'x'.repeat(9_000)}`,
      `fault “${'x'.repeat(119)}…” is not a fault. Expected point=kind or point=kind(key=value).`,
    ],
  ])('says what is wrong with %s', (text, problem) => {
    expect(parseLink(text, vocabulary).problems).toContain(problem)
  })

  test('of many unknown fields names three, and counts the rest', () => {
    const { problems } = parseLink('#a&b&c&d&e', vocabulary)
    expect(problems).toHaveLength(4)
    expect(problems[3]).toBe('2 more are not fields of a link either.')
  })

  test('a # that was typed into the hash does not end it', () => {
    const { link: read, problems } = parseLink(
      '#plan=server/commit:reserveInventory#1=crash-after',
      vocabulary,
    )
    expect(problems).toEqual([])
    expect(read.input.plan).toEqual(parsePlan('server/commit:reserveInventory#1=crash-after'))
  })

  test.each([
    '',
    '#',
    'garbage',
    '#garbage',
    'https://host.example/',
    '#version=2',
    '#ask=1&view=compare&cursor=end',
  ])('names no run: “%s”', (text) => expect(parseLink(text, vocabulary).namesRun).toBe(false))

  test.each([
    ['ask=1', true, 0],
    ['ask=true', true, 0],
    ['ask=0', false, 0],
    ['ask=false', false, 0],
    ['', false, 0],
    ['ask', true, 1],
    ['ask=', true, 1],
    ['ask=yes', true, 1],
    ['ask=%', true, 1],
    ['Ask=1', true, 1],
    ['amp;ask=1', true, 1],
    ['ask=1&ask=0', true, 1],
    ['ask=0&ask=0', false, 1],
  ])('“%s” hides the answer: %s, and has %i problems', (text, ask, count) => {
    for (const address of [`#seed=1&${text}`, `?seed=1&${text}`]) {
      const { link: read, problems } = parseLink(address, vocabulary)
      expect(read.ask).toBe(ask)
      expect(problems).toHaveLength(count)
    }
    expect(parseLink(`#seed=1&${text.replaceAll(/ask/gi, 'embed')}`, vocabulary).link.embed).toBe(ask)
  })

  test('a comparison may switch guards that only other lanes have', () => {
    const text = 'implementation=durable&guards=cartKey'
    expect(parseLink(`#${text}`, vocabulary).problems).toHaveLength(1)
    const { link: read, problems } = parseLink(`#${text}&view=compare`, vocabulary)
    expect(read).toMatchObject({ view: 'compare', input: { guards: { cartKey: true } } })
    expect(problems).toEqual([])
  })

  test('an unknown view is told, and one lane is shown', () => {
    const { link: read, problems } = parseLink('#seed=2&view=upside-down', vocabulary)
    expect(read.view).toBe('focus')
    expect(problems).toEqual(['view “upside-down” is not known. Expected focus, compare, atlas.'])
  })

  test('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withFragments: true, withQueryParameters: true })),
        (text) => {
          expect(parseLink(text, vocabulary).link.input.scenario).toBe('checkout')
        },
      ),
    )
  })

  test.each([
    [{ version: '3' }, 'version “3” is of another version'],
    [{ implementation: 'magic' }, 'Expected naive, durable.'],
    [{ customers: 'pays,pays,pays' }, 'is not one or two of'],
    [{ stock: '-1' }, 'whole number from 0 to 99'],
    [{ seed: '1e99' }, 'whole number'],
    [{ settleMs: '999999999999' }, 'whole number'],
    [{ 'payment-settles': '22d' }, 'payment-settles “22d” is not a duration from 1s to 21d'],
    [{ 'payment-settles': '6' }, 'such as 24h or 6d'],
    [{ guards: '-seatbelt' }, 'guard “seatbelt” is not known. Expected cartKey, fencing.'],
    [{ guards: 'fencing' }, 'guard “fencing” is none of naive. It has cartKey.'],
    [{ implementation: 'durable', guards: 'cartKey' }, 'guard “cartKey” is none of durable. It has fencing.'],
    [
      { plan: Array.from({ length: 20 }, () => 'server/commit:reserveInventory#1=crash-after').join(';') },
      'more than 12 faults',
    ],
  ])('says of %o that it %s', (fields, problem) => {
    expect(parseInput(fields, vocabulary).problems.join('\n')).toContain(problem)
  })
})

test('a guard that cannot be read costs no other', () => {
  const { input, problems } = parseInput({ guards: 'seatbelt,-cartKey' }, vocabulary)
  expect(input.guards).toEqual({ cartKey: false })
  expect(problems).toHaveLength(1)
})

test('a link of version 1 is the same input, and says that the order of operations has changed', () => {
  const text = 'implementation=durable&plan=server/commit:reserveInventory%231=crash-after'
  const [old, now] = [1, 2].map((version) => parseLink(`#version=${version}&${text}`, vocabulary))
  expect(old?.link).toEqual(now?.link)
  expect([old?.problems, now?.problems]).toEqual([[], []])
  expect([old?.notices, now?.notices]).toEqual([[orderChanged], []])
})
