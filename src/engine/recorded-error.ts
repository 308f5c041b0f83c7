/** Errors as rows hold them. A class does not survive a crash; its name, message and plain fields do. */
import type { Json } from './environment.ts'
import { StepError, type RecordedError } from './errors.ts'
import { toJson } from './json.ts'

/** Causes of causes beyond these are left out: a chain may lead back to its beginning. */
const mostCauses = 5

/** V2: what a catch clause got, as JSON that jsonb can hold. Never throws, whatever it was. */
export function recordError(thrown: unknown, causesLeft = mostCauses): RecordedError {
  try {
    return thrown instanceof Error ? recordRealError(thrown, causesLeft) : recordValue(thrown)
  } catch {
    // A getter, a proxy, a toJSON of the application's own.
    return { name: 'UnreadableError', message: 'What was thrown could not be read: to read it threw again.' }
  }
}

function recordRealError(thrown: Error, causesLeft: number): RecordedError {
  // V2: a step's error that nobody catches is the workflow's, under its own name, and says which step it was.
  if (thrown instanceof StepError) {
    const { step, stepName, error } = thrown
    return { ...error, details: { ...error.details, step, stepName } }
  }
  const details = Object.fromEntries(
    Object.entries(thrown).flatMap(([field, value]: [string, unknown]): [string, Json][] => {
      if (['name', 'message', 'stack', 'cause'].includes(field)) return []
      if (typeof value === 'string') return [[storable(field), storable(value)]]
      if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
        return [[storable(field), value]]
      return []
    }),
  )
  return {
    name: storable(textOf(thrown.name)),
    message: storable(textOf(thrown.message)),
    ...(Object.keys(details).length === 0 ? {} : { details }),
    ...(thrown.cause === undefined || causesLeft === 0
      ? {}
      : { cause: recordError(thrown.cause, causesLeft - 1) }),
  }
}

function recordValue(thrown: unknown): RecordedError {
  return {
    name: 'ThrownValue',
    message: storable(
      `${show(thrown)} was thrown, which is not an Error. Throw an Error, so that it says where.`,
    ),
  }
}

/** An error as a row gives it, and as the first run sees it too (V1, V2). */
export function readError(value: unknown): RecordedError {
  if (typeof value === 'object' && value !== null && 'name' in value && 'message' in value)
    // What was recorded has this shape.
    return toJson(value, 'a recorded error') as unknown as RecordedError
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
