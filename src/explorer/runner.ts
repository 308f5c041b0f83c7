/** Runs the jobs of an exploration on a simulator: what a worker of either kind does all day. */
import { violatedIds, whyNotJudged, type Run } from '#simulator'
import type { Checks } from '#simulator/judge.ts'
import type { Simulator } from '#simulator/simulate.ts'
import { behaviourOf } from './behaviour.ts'
import { foresee } from './foresee.ts'
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
    return outcomeOf(await simulator.simulate(job.input, { capture: false, checks: checksOf(job) }), job)
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

function checksOf({ wants, isCleanBefore }: Job): Checks {
  // Of a run whose points are wanted the verdicts are known.
  if (wants === 'points') return 'never'
  return isCleanBefore === true ? 'from-last-fault' : 'from-start'
}

/** What is told of a run. */
export function outcomeOf(
  run: Run,
  {
    wants,
    faultsLeft,
    preemptions,
    foresees,
  }: Pick<Job, 'wants' | 'faultsLeft' | 'preemptions' | 'foresees'>,
): Outcome {
  if (wants === 'points')
    return {
      kind: 'points',
      points: run.points,
      ...(preemptions === undefined ? {} : { preemptible: preemptionPoints(run, preemptions === 'reduced') }),
      ...(foresees === true ? { foresight: foresee(run) } : {}),
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
