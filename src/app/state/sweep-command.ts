/** The sweep that a look at the atlas is a picture of, as a command to take elsewhere. */
import type { Implementation } from './catalogue.ts'
import type { Look } from './look.ts'
import { usualCustomers } from './usual-customers.ts'

/** So many schedules are chosen at random, unless somebody says otherwise. */
export const randomSchedules = 2_000

/**
 * The command that tries the same in a terminal; several where one implementation is looked at
 * with a guard and without, and where other orders of operations are tried as well.
 * @param implementations In the order of the lanes.
 */
export function sweepCommand(look: Look, implementations: readonly Implementation[]): string {
  const customers = look.customers === 'all' ? '' : ` --customers ${usualCustomers.join(',')}`
  const otherWays = implementations.flatMap(({ name, guards, bothWays }) => {
    const guard = guards.find((each) => each.name === bothWays)
    return guard === undefined
      ? []
      : [` --implementation ${name} --${guard.default ? 'without' : 'with'} ${guard.name}`]
  })
  return ['', ...otherWays]
    .flatMap((way) => boundsOf(look).map((bound) => `npm run --silent explore --${way} ${bound}${customers}`))
    .join(' && ')
}

function boundsOf({ faults, palette }: Look): readonly string[] {
  switch (faults) {
    case 'one':
      return [`--faults 1 --palette ${palette}`, '--faults 0 --preemptions 1']
    case 'two':
      return ['--faults 2 --palette short']
    case 'random':
      return [`--faults 0 --random ${randomSchedules} --seed 1 --palette ${palette}`]
  }
}
