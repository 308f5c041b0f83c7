/** The simulator in a worker of its own: engine, shop, Stripe and Postgres together, so that no call has to hop. */
import { scenario } from '#scenarios'
import { openDatabase } from '#simulator/database.ts'
import { createSimulator, type Simulator } from '#simulator/simulate.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

let simulator: Promise<Simulator> | null = null

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  void answer(data).then(say)
})

async function answer(message: ToWorker): Promise<FromWorker> {
  const question = message.kind === 'simulate' ? message.question : null
  try {
    if (message.kind === 'start') {
      simulator = openDatabase(message.parts).then((database) => createSimulator(database, scenario))
      await simulator
      return { kind: 'ready' }
    }
    if (simulator === null) throw new Error('It was asked before it was started.')
    const run = await (await simulator).simulate(message.input)
    return { kind: 'ran', question: message.question, run }
  } catch (error) {
    return { kind: 'failed', question, reason: error instanceof Error ? error.message : String(error) }
  }
}

function say(message: FromWorker): void {
  postMessage(message)
}
