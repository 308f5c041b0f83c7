/**
 * Points as text: `server/commit:reserveInventory@order-2#1`.
 *
 * A point is the identity of an operation. It names who, what, for which order and which occurrence, so that it
 * stays the same operation when other faults are added or removed.
 */

/** Roles that operations belong to. */
const roles = ['server', 'customer', 'stripe', 'postgres'] as const
export type Role = (typeof roles)[number]

export interface Point {
  readonly role: Role
  /** `commit:reserveInventory`, `stripe.checkout.sessions.create`, `webhook:checkout.session.completed`. */
  readonly label: string
  /** `order-1`, the first, if the text names none. */
  readonly subject: string
  /** From 1. */
  readonly occurrence: number
}

const firstSubject = 'order-1'

/** Characters of a text that cannot be read which its error repeats: a fault with every parameter has about 100. */
const maxShown = 120

/** Text that is no point, fault or plan; the sentence says what was expected. */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  readonly text: string

  constructor(text: string, expected: string) {
    super(`“${text.length > maxShown ? `${text.slice(0, maxShown - 1)}…` : text}” ${expected}`)
    this.text = text
  }
}

/** @throws {PlanError} */
export function parsePoint(text: string): Point {
  const match = /^([a-z]+)\/([^@#=;()\s]+)(?:@([\w.-]+))?#(\d{1,4})$/.exec(text.trim())
  if (!match)
    throw new PlanError(
      text,
      'is not a point. Expected role/label#occurrence, such as server/commit:reserveInventory#1.',
    )
  const [, role = '', label = '', subject = firstSubject, digits = ''] = match
  if (!isRole(role)) throw new PlanError(text, `has an unknown role. Expected one of ${roles.join(', ')}.`)
  const occurrence = Number(digits)
  if (occurrence < 1) throw new PlanError(text, 'has no such occurrence. They are counted from 1.')
  return { role, label, subject, occurrence }
}

export function formatPoint(point: Point): string {
  const subject = point.subject === firstSubject ? '' : `@${point.subject}`
  return `${point.role}/${point.label}${subject}#${point.occurrence}`
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text)
}
