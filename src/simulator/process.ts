/** A process: something that runs code and can die. */
import type { Actor } from './trace.ts'

export interface Process {
  readonly actor: Actor
  /** `Server A`, `Alice`: for sentences. */
  readonly title: string
  /** A server that comes back is another process with the same name. */
  alive: boolean
  /** Until then it does nothing: frozen, and none the wiser when it comes back. Virtual milliseconds; 0: it never was. */
  thawsAtMs: number
}

export function createProcess(actor: Actor): Process {
  return { actor, title: titleOf(actor), alive: true, thawsAtMs: 0 }
}

/** An actor's name for people: `Alice`, `Server A`, `Postgres`. */
export function titleOf(actor: Actor): string {
  switch (actor.role) {
    case 'customer':
      return actor.name
    case 'server':
      return `Server ${actor.name}`
    case 'postgres':
      return 'Postgres'
    case 'stripe':
      return 'Stripe'
  }
}
