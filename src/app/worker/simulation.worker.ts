/** The simulator in a worker of its own: engine, shop, Stripe and Postgres together, so that no call has to hop. */
import type { Runner } from '#explorer/job.ts'
import { createRunner } from '#explorer/runner.ts'
import { scenario } from '#scenarios'
import { openDatabase, type DatabaseParts } from '#simulator/database.ts'
import { withKnownRows } from '#simulator/known-rows.ts'
import { renewAfterCrash } from '#simulator/renewed.ts'
import { createSimulatorOn, type Simulator } from '#simulator/simulate.ts'
import { openWireSession, type WireSession } from '#simulator/wire.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

interface Started {
  /** The session of the simulator's present database. */
  readonly wire: () => WireSession
  readonly simulator: Simulator
  readonly explore: Runner
}

let started: Promise<Started> | null = null

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  void answer(data).then(say)
})

async function answer(message: ToWorker): Promise<FromWorker> {
  const question = message.kind === 'start' ? null : message.question
  try {
    if (message.kind === 'start') {
      started = start(message.parts)
      await started
      return { kind: 'ready' }
    }
    if (started === null) throw new Error('It was asked before it was started.')
    const { wire, simulator, explore } = await started
    if (message.kind === 'explore')
      return { kind: 'explored', question: message.question, outcomes: await explore(message.jobs) }
    const run = await simulator.simulate(message.input)
    return { kind: 'ran', question: message.question, run: withKnownRows(wire(), run) }
  } catch (error) {
    return { kind: 'failed', question, reason: error instanceof Error ? error.message : String(error) }
  }
}

async function start(parts: DatabaseParts): Promise<Started> {
  let wire: WireSession
  const simulator = await renewAfterCrash(async () => {
    wire = openWireSession(await openDatabase(parts))
    return createSimulatorOn(wire, scenario)
  })
  return { wire: () => wire, simulator, explore: createRunner(simulator) }
}

function say(message: FromWorker): void {
  postMessage(message)
}
