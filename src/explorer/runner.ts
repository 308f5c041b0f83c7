/** Runs the jobs of an exploration on a simulator: what a worker of either kind does all day. */
import { violatedIds, whyNotJudged, type Run } from '#simulator'
import type { Simulator } from '#simulator/simulate.ts'
import { behaviourOf } from './behaviour.ts'
import type { Job, Outcome, Runner } from './job.ts'
import { preemptionPoints } from './preemptions.ts'
import { reachedIn } from './reachability.ts'

/** What a run deletes takes space until it is given back; doing so takes as long as a run. */
const runsBetweenVacuums = 400

export function createRunner(simulator: Simulator): Runner {
  let runs = 0
  return async (jobs) => {
    const outcomes: Outcome[] = []
    for (const job of jobs) {
      runs += 1
      if (runs % runsBetweenVacuums === 0) simulator.vacuum()
      outcomes.push(await runJob(simulator, job))
    }
    return outcomes
  }
}

async function runJob(simulator: Simulator, job: Job): Promise<Outcome> {
  try {
    // Of a run whose points are wanted the verdicts are known.
    const checks = job.wants === 'verdicts'
    return outcomeOf(await simulator.simulate(job.input, { capture: false, checks }), job)
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

/** What is told of a run. */
export function outcomeOf(
  run: Run,
  { wants, faultsLeft, preemptions }: Pick<Job, 'wants' | 'faultsLeft' | 'preemptions'>,
): Outcome {
  if (wants === 'points')
    return preemptions === undefined
      ? { kind: 'points', points: run.points }
      : {
          kind: 'points',
          points: run.points,
          preemptible: preemptionPoints(run, preemptions === 'reduced'),
        }
  return {
    kind: 'verdicts',
    violated: violatedIds(run),
    notJudged: whyNotJudged(run),
    fired: run.faults.every(({ fired }) => fired),
    reached: reachedIn(run),
    behaviour: faultsLeft > 0 ? behaviourOf(run) : null,
  }
}
