import { failureText, figureText, headingText } from './text.ts'
import type { Bench, BenchSize, FailedMeasurement, Figure, Section } from './figures.ts'

/** Where a section says something while it measures. */
export interface Output {
  /** Figures and failures, each as soon as it is there. */
  print(text: string): void
  /** What is being done. */
  tell(progress: string): void
}

/** Measures one section. What cannot be measured is noted in it, and costs no other figure. */
export async function runSection(
  name: string,
  { settings, run }: Bench,
  size: BenchSize,
  { print, tell }: Output,
): Promise<Section> {
  const figures: Figure[] = []
  const missing: string[] = []
  const failed: FailedMeasurement[] = []

  function fail(what: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error)
    const failure = { what, why: message.split('\n')[0] ?? '' }
    failed.push(failure)
    print(failureText(failure))
  }

  function add(figure: Figure): void {
    if (!Number.isFinite(figure.value)) return fail(figure.says, 'it gave no number.')
    figures.push(figure)
    print(figureText(figure))
  }

  print(headingText(name, settings))
  try {
    await run({
      ...size,
      tell: (progress) => tell(`${name}: ${progress}`),
      leaveOut: (sentence) => {
        missing.push(sentence)
        print(`Not measured: ${sentence}`)
      },
      measure: async (what, work) => {
        tell(`${name}: ${what}`)
        try {
          for (const figure of await work()) add(figure)
        } catch (error) {
          fail(what, error)
        }
      },
    })
  } catch (error) {
    fail('the rest of this section', error)
  }
  return { name, settings, figures, missing, failed }
}
