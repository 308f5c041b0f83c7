/** The simulator in a worker of its own: engine, shop, Stripe and Postgres together, so that no call has to hop. */
import type { Runner } from '#explorer/job.ts'
import { createRunner } from '#explorer/runner.ts'
import { scenario } from '#scenarios'
import { withKnownRows } from '#simulator/known-rows.ts'
import { createSimulatorOn, type Simulator } from '#simulator/simulate.ts'
import { openWireSession, type WireSession } from '#simulator/wire.ts'
import { holdLife } from './life.ts'
import { inflateFiles, openParts } from './open-parts.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { reasonOf } from './reason.ts'

interface Started {
  readonly wire: WireSession
  readonly simulator: Simulator
  readonly explore: Runner
}

let inflated: ReturnType<typeof inflateFiles> | null = null
let started: Promise<Started> | null = null

holdLife()

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'files') inflated = inflateFiles(data.files)
  else void answer(data).then(say)
})

async function answer(message: Exclude<ToWorker, { kind: 'files' }>): Promise<FromWorker> {
  const question = message.kind === 'start' ? null : message.question
  try {
    if (message.kind === 'start') {
      if (inflated === null) throw new Error('It was started without files.')
      started = openParts(inflated, message.program).then((database) => {
        const wire = openWireSession(database)
        const simulator = createSimulatorOn(wire, scenario)
        return { wire, simulator, explore: createRunner(simulator) }
      })
      await started
      inflated = null
      return { kind: 'ready' }
    }
    if (started === null) throw new Error('It was asked before it was started.')
    const { wire, simulator, explore } = await started
    if (message.kind === 'explore')
      return { kind: 'explored', question: message.question, outcomes: await explore(message.jobs) }
    const run = await simulator.simulate(message.input)
    return { kind: 'ran', question: message.question, run: withKnownRows(wire, run) }
  } catch (error) {
    return { kind: 'failed', question, reason: reasonOf(error) }
  }
}

function say(message: FromWorker): void {
  postMessage(message)
}
