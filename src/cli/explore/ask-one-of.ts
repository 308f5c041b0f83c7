import type { Runner } from '#explorer/job.ts'
import type { Input } from '#simulator'

/**
 * Runs inputs one by one, on whichever runner is free, and tells what each violates. One that fails is not asked again.
 *
 * The function rejects with what the last runner failed of, where all have.
 */
export function askOneOf(runners: readonly Runner[]): (input: Input) => Promise<readonly string[]> {
  const free = [...runners]
  const waiting: ((runner: Runner) => void)[] = []
  let working = runners.length

  function giveBack(runner: Runner): void {
    const next = waiting.shift()
    if (next) next(runner)
    else free.push(runner)
  }

  return async function ask(input) {
    const runner = free.pop() ?? (await new Promise<Runner>((resolve) => waiting.push(resolve)))
    try {
      const [outcome] = await runner([{ id: 0, input, wants: 'verdicts', faultsLeft: 0 }])
      giveBack(runner)
      return outcome?.kind === 'verdicts' ? outcome.violated : []
    } catch (error) {
      working -= 1
      if (working === 0) throw error
      return ask(input)
    }
  }
}
