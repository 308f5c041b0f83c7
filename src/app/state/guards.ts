/** Guards as they stand in a lane, and in words. */
import type { Guard } from '#simulator/scenario.ts'
import type { Implementation, Tone } from './catalogue.ts'

export interface GuardState extends Guard {
  readonly on: boolean
}

/** What the guards of an input say: those that are not named stand at the lane's default. */
type Switched = { readonly [guard: string]: boolean }

/** All guards of a lane, as they stand. */
export function guardsOf({ guards }: Implementation, switched: Switched): readonly GuardState[] {
  return guards.map((guard) => ({ ...guard, on: switched[guard.name] ?? guard.default }))
}

/**
 * The guards of a lane that are worth a switch: switched by the reader, or left off by the author of a lane that does
 * not hold without; and the one that its verdict is shown both ways of, always and first.
 */
export function guardsToShow(
  implementation: Implementation,
  switched: Switched,
  tone: Tone | 'unknown',
): readonly GuardState[] {
  const isShownBothWays = ({ name }: Guard) => name === implementation.bothWays
  const guards = guardsOf(implementation, switched)
  const others = guards.filter(
    ({ on, ...guard }) =>
      !isShownBothWays(guard) &&
      (on !== guard.default || (!guard.default && tone !== 'holds' && tone !== 'not-judged')),
  )
  return [...guards.filter(isShownBothWays), ...others]
}

/** `idempotent steps off`; null where none is off, or where several are and none of them is the reason by itself. */
export function guardOffWords(guards: readonly GuardState[]): string | null {
  const off = guards.filter(({ on }) => !on)
  const [only] = off
  return only === undefined || off.length > 1 ? null : `${guardWords(only.name)} off`
}

/** `idempotent steps on`. */
export function wayWords({ guard, on }: { readonly guard: string; readonly on: boolean }): string {
  return `${guardWords(guard)} ${on ? 'on' : 'off'}`
}

/** `idempotentSteps` as `idempotent steps`. */
export function guardWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
