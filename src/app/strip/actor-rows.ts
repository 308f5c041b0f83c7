/** Which row an actor has. */
import type { Actor } from '#simulator'

/** The row of an actor, from 0. */
export type RowOf = (actor: Actor) => number

/** One actor's identity. */
export function keyOf(actor: Actor): string {
  return 'name' in actor ? `${actor.role} ${actor.name}` : actor.role
}
