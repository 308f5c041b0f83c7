import { describe, expect, test } from 'vitest'
import { defaultInput, type Input, type Run } from '#simulator'
import { counterfactuals, withGuard, type Finding, type Lane } from './counterfactual.ts'

const guard = (name: string, isDefault: boolean) => ({ name, title: `Keeps ${name}.`, default: isDefault })
const lanes: readonly Lane[] = [
  { name: 'naive', guards: [guard('cartKey', false), guard('verify', true), guard('poller', false)] },
  { name: 'durable', guards: [guard('fencing', true)] },
]

/** A run that holds as `holds` says of its input. */
function runOf(input: Input, holds: (input: Input) => boolean): Run {
  const outcome = holds(input)
    ? ({ outcome: 'holds' } as const)
    : ({ outcome: 'violated', rows: [], event: 1 } as const)
  return {
    input,
    trace: [],
    points: [],
    faults: [],
    verdicts: [{ id: 'S9', statement: '', when: 'safety', ...outcome }],
    initialTables: {},
    tables: {},
    end: { kind: 'settled' },
    traceHash: '',
    programHash: '',
  }
}

async function findings(input: Input, holds: (input: Input) => boolean) {
  const asked: Input[] = []
  const found: Finding[] = []
  const simulate = (wanted: Input) => {
    asked.push(wanted)
    return Promise.resolve(runOf(wanted, holds))
  }
  for await (const finding of counterfactuals(runOf(input, holds), lanes, simulate)) found.push(finding)
  return { asked, found }
}

const naive: Input = { ...defaultInput, implementation: 'naive' }
const named = (found: readonly Finding[]) =>
  found.map((finding) => [
    finding.kind === 'guard' ? finding.guard.name : finding.implementation,
    finding.passes,
  ])

describe('what would have had to be otherwise', () => {
  test('tries each guard that is off, alone, and tells which makes the plan pass', async () => {
    const { asked, found } = await findings(naive, ({ guards }) => guards['cartKey'] === true)
    expect(named(found)).toEqual([
      ['cartKey', true],
      ['poller', false],
    ])
    expect(asked.map(({ guards }) => guards)).toEqual([{ cartKey: true }, { poller: true }])
  })

  test('where no guard helps it tries the other lanes as they are', async () => {
    const { asked, found } = await findings(
      { ...naive, guards: { poller: true } },
      ({ implementation }) => implementation === 'durable',
    )
    expect(named(found)).toEqual([
      ['cartKey', false],
      ['durable', true],
    ])
    expect(asked.at(-1)).toMatchObject({ implementation: 'durable', guards: {} })
  })

  test('where all holds it tells which guard, switched off, would break it', async () => {
    const { found } = await findings({ ...naive, guards: { cartKey: true } }, ({ guards }) => {
      return guards['cartKey'] === true
    })
    expect(found).toMatchObject([
      { guard: { name: 'cartKey' }, on: false, passes: false, violated: ['S9'] },
      { guard: { name: 'verify' }, on: false, passes: true, violated: [] },
    ])
  })

  test('asks for no run that nobody waits for', async () => {
    let asked = 0
    const simulate = (input: Input) => {
      asked += 1
      return Promise.resolve(runOf(input, () => false))
    }
    const all = counterfactuals(
      runOf(naive, () => false),
      lanes,
      simulate,
    )
    await all.next()
    await all.return(undefined)
    expect(asked).toBe(1)
  })

  test('an input says only which guards differ from their defaults', () => {
    const [cartKey, verify] = lanes[0]?.guards ?? []
    if (!cartKey || !verify) throw new Error('no guards')
    const on = withGuard(naive, cartKey, true)
    expect(on.guards).toEqual({ cartKey: true })
    expect(withGuard(on, cartKey, false).guards).toEqual({})
    expect(withGuard(on, verify, false).guards).toEqual({ cartKey: true, verify: false })
  })
})
