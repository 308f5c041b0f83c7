/** Errors as rows hold them. A class does not survive a crash; its name, message and plain fields do. */
import type { Json } from './environment.ts'

export interface RecordedError {
  readonly name: string
  readonly message: string
  /** The error's own plain fields, such as Stripe's `code`, `type` and `statusCode`. */
  readonly details?: { readonly [field: string]: Json }
}

/** What a catch clause got, as JSON that jsonb can hold. */
export function recordError(thrown: unknown): RecordedError {
  if (!(thrown instanceof Error)) {
    return {
      name: 'ThrownValue',
      message: storable(
        `${show(thrown)} was thrown, which is not an Error. Throw an Error, so that it says where.`,
      ),
    }
  }
  const details = Object.fromEntries(
    Object.entries(thrown).flatMap(([field, value]: [string, unknown]): [string, Json][] => {
      if (field === 'name' || field === 'message' || field === 'stack') return []
      if (typeof value === 'string') return [[storable(field), storable(value)]]
      if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
        return [[storable(field), value]]
      return []
    }),
  )
  const recorded = { name: storable(textOf(thrown.name)), message: storable(textOf(thrown.message)) }
  return Object.keys(details).length === 0 ? recorded : { ...recorded, details }
}

/** An error as a loaded row gives it. */
export function readError(value: unknown): RecordedError {
  if (typeof value === 'object' && value !== null && 'name' in value && 'message' in value)
    return value as RecordedError
  return { name: 'Error', message: show(value) }
}

function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    try {
      return JSON.stringify(value)
    } catch {
      return 'An object'
    }
  }
  return typeof value === 'function' ? 'A function' : String(value)
}

/** A name or a message, which somebody may have made something else than text. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : show(value)
}

/** Text as jsonb takes it: no NUL, no half of a surrogate pair. */
function storable(text: string): string {
  return text.replaceAll(/\p{Surrogate}|\0/gu, '\uFFFD')
}
