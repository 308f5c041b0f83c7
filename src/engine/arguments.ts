/**
 * Texts and numbers, checked where they come in. What passes here can be stored, compared and waited for: a database
 * would refuse the rest much later, in a statement that serves other workflows too, or take two texts for one.
 *
 * G1  Texts (IDs, names, topics, keys) have 1 to 400 characters, no NUL, and no half of a surrogate pair.
 * G2  Durations are numbers of milliseconds that an interval can hold; counts are whole numbers.
 */
import { InvalidArgumentError } from './errors.ts'
import type { RetryPolicy, StepOptions } from './workflow.ts'

/** Two such texts of three bytes a character fit into one entry of an index, which has 2,704 bytes at most. */
const longestText = 400

/** 317 years: added to any time of our millennium it is still a timestamp. */
const longestMs = 1e13

/** PostgreSQL's integer. */
const largestCount = 2 ** 31 - 1

/** G1. @param what `the workflow ID` @throws {InvalidArgumentError} */
export function checkText(text: string, what: string): void {
  const problem = textProblem(text)
  if (problem !== null)
    throw new InvalidArgumentError(what, problem, `a text of 1 to ${longestText} whole characters`)
}

function textProblem(text: unknown): string | null {
  if (typeof text !== 'string') return `is ${text === null ? 'null' : `of type ${typeof text}`}`
  if (text === '') return 'is empty'
  if (text.length > longestText) return `has ${text.length} characters`
  if (text.includes('\0')) return 'has a NUL character'
  // Encoded for the database, each half of a pair becomes the same replacement character.
  if (/\p{Surrogate}/u.test(text)) return 'has half a surrogate pair'
  return null
}

/** G1: topics that begin with # are the engine's own: by them a child tells its parent (E15). @throws {InvalidArgumentError} */
export function checkTopic(topic: string, what: string): void {
  checkText(topic, what)
  if (topic.startsWith('#'))
    throw new InvalidArgumentError(what, `is ${topic}`, 'a topic that does not begin with #')
}

/** G2: a time to wait; one that is over already may be negative. @throws {InvalidArgumentError} */
export function checkDuration(ms: number, what: string): void {
  if (typeof ms === 'number' && Math.abs(ms) <= longestMs) return
  throw new InvalidArgumentError(what, `is ${String(ms)}`, 'a number of milliseconds, at most 10^13')
}

/** G2: as `checkDuration`, where Infinity means without an end. @throws {InvalidArgumentError} */
export function checkTimeout(ms: number | undefined, what: string): void {
  if (ms !== undefined && ms !== Infinity) checkDuration(ms, what)
}

/** G2: a duration that must not be negative. @throws {InvalidArgumentError} */
export function checkDelay(ms: number | undefined, what: string): void {
  if (ms === undefined) return
  checkDuration(ms, what)
  if (ms < 0)
    throw new InvalidArgumentError(what, `is ${ms}`, 'a number of milliseconds that is not negative')
}

/** G2: a whole number. @throws {InvalidArgumentError} */
export function checkCount(
  count: number | undefined,
  what: string,
  least: number,
  most: number = largestCount,
): void {
  if (count === undefined) return
  if (Number.isInteger(count) && count >= least && count <= most) return
  throw new InvalidArgumentError(what, `is ${String(count)}`, `a whole number from ${least} to ${most}`)
}

/** G2. @param what `of step charge` @throws {InvalidArgumentError} */
function checkRetryPolicy(policy: RetryPolicy, what: string): void {
  const { maxAttempts, initialDelayMs, factor = 1, maxDelayMs } = policy
  if (maxAttempts !== Infinity) checkCount(maxAttempts, `maxAttempts ${what}`, 1)
  checkDelay(initialDelayMs, `initialDelayMs ${what}`)
  checkDelay(maxDelayMs, `maxDelayMs ${what}`)
  if (!(factor > 0 && factor < Infinity))
    throw new InvalidArgumentError(`factor ${what}`, `is ${String(factor)}`, 'a number above 0')
}

/** G2: what a step's author asks for, within a race or by itself. @throws {InvalidArgumentError} */
export function checkStepOptions(options: StepOptions | undefined, name: string): void {
  if (options?.retry) checkRetryPolicy(options.retry, `of step ${name}`)
  checkDelay(options?.timeoutMs, `timeoutMs of step ${name}`)
}
