/** The simulator in a worker of its own: engine, shop, Stripe and Postgres together, so that no call has to hop. */
import type { Runner } from '#explorer/job.ts'
import { createRunner } from '#explorer/runner.ts'
import { scenario } from '#scenarios'
import { withKnownRows } from '#simulator/known-rows.ts'
import { renewAfterCrash } from '#simulator/renewed.ts'
import { createSimulatorOn, type Simulator } from '#simulator/simulate.ts'
import { openWireSession, type WireSession } from '#simulator/wire.ts'
import { holdLife } from './life.ts'
import { inflateFiles, openParts } from './open-parts.ts'
import type { PackedFiles } from './parts.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { reasonOf } from './reason.ts'

interface Started {
  /** The session of the simulator's present database. */
  readonly wire: () => WireSession
  readonly simulator: Simulator
  readonly explore: Runner
}

/** As they came: a database that takes the place of one that crashed is opened from them too. */
let files: PackedFiles | null = null
let inflated: ReturnType<typeof inflateFiles> | null = null
let started: Promise<Started> | null = null

const lifeHeld = holdLife()

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind !== 'files') return void answer(data).then(say)
  files = data.files
  inflated = inflateFiles(files)
})

async function answer(message: Exclude<ToWorker, { kind: 'files' }>): Promise<FromWorker> {
  const question = message.kind === 'start' ? null : message.question
  try {
    if (message.kind === 'start') {
      started = start(message.program)
      await Promise.all([started, lifeHeld])
      return { kind: 'ready' }
    }
    if (started === null) throw new Error('It was asked before it was started.')
    const { wire, simulator, explore } = await started
    if (message.kind === 'explore')
      return { kind: 'explored', question: message.question, outcomes: await explore(message.jobs) }
    const run = await simulator.simulate(message.input)
    return { kind: 'ran', question: message.question, run: withKnownRows(wire(), run) }
  } catch (error) {
    return { kind: 'failed', question, reason: reasonOf(error) }
  }
}

async function start(program: WebAssembly.Module): Promise<Started> {
  let wire: WireSession
  const simulator = await renewAfterCrash(async () => {
    if (files === null) throw new Error('It was started without files.')
    const ready = inflated ?? inflateFiles(files)
    inflated = null
    wire = openWireSession(await openParts(ready, program))
    return createSimulatorOn(wire, scenario)
  })
  return { wire: () => wire, simulator, explore: createRunner(simulator) }
}

function say(message: FromWorker): void {
  postMessage(message)
}
