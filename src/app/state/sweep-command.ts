/** The sweep that a look at the atlas is a picture of, as a command to take elsewhere. */
import type { Implementation } from './catalogue.ts'
import type { Look } from './look.ts'
import { usualCustomers } from './usual-customers.ts'

/** So many schedules are chosen at random, unless somebody says otherwise. */
export const randomSchedules = 2_000

/**
 * The command that tries the same in a terminal; two where one implementation is looked at with a guard and without.
 * @param implementations In the order of the lanes.
 */
export function sweepCommand(look: Look, implementations: readonly Implementation[]): string {
  const bound = `${boundOf(look)}${look.customers === 'all' ? '' : ` --customers ${usualCustomers.join(',')}`}`
  const otherWays = implementations.flatMap(({ name, guards, bothWays }) => {
    const guard = guards.find((each) => each.name === bothWays)
    return guard === undefined
      ? []
      : [` --implementation ${name} --${guard.default ? 'without' : 'with'} ${guard.name}`]
  })
  return ['', ...otherWays].map((way) => `npm run --silent explore --${way} ${bound}`).join(' && ')
}

function boundOf({ faults, palette }: Look): string {
  switch (faults) {
    case 'one':
      return `--faults 1 --palette ${palette}`
    case 'two':
      return '--faults 2 --palette short'
    case 'random':
      return `--faults 0 --random ${randomSchedules} --seed 1 --palette ${palette}`
  }
}
