import { isReached, type FailedMeasurement, type Figure } from './figures.ts'

/** The longest description, value and range that there are: figures are printed one by one, and still in columns. */
const widths = { says: 72, value: 15, range: 20 }

/** A section's name and under which settings it is measured. */
export function headingText(name: string, settings: readonly string[]): string {
  return ['', name.toUpperCase(), ...settings, ''].join('\n')
}

/** One figure in a line, beside its goal. */
export function figureText(figure: Figure): string {
  const { says, value, unit, range } = figure
  const between = range === null ? '' : `(${range.min} to ${range.max})`
  return [
    says.padEnd(widths.says),
    `${value} ${unit}`.padStart(widths.value),
    between.padEnd(widths.range),
    goalText(figure),
  ]
    .join('  ')
    .trimEnd()
}

/** What could not be measured, and why. */
export function failureText({ what, why }: FailedMeasurement): string {
  return `Could not be measured: ${what}: ${why}`
}

function goalText(figure: Figure): string {
  const { goal } = figure
  if (goal === null) return ''
  const bound = 'atMost' in goal ? `at most ${goal.atMost}` : `at least ${goal.atLeast}`
  return `goal: ${bound}, ${isReached(figure) === true ? 'reached' : 'not reached'}`
}
