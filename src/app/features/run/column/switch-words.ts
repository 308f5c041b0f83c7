/** What switching a protection would have changed, in words. */
import type { Finding } from '#explorer'
import type { Run } from '#simulator'
import { implementationOf, type Catalogue } from '../../../state/catalogue.ts'
import type { Findings } from './use-findings.ts'

/** Said while a run is awaited. */
export const awaitedWords = 'The protections are tried when the run is ready.'

/** Said of a run that was stopped before its end: there is nothing to compare with. */
export const unjudgedWords = 'This run is not judged, so no protection can be compared.'

/** Whether a switch decides: it saves a run that breaks a rule, or its absence breaks one that holds. */
export function isTelling(
  { passes, violated }: Pick<Finding, 'passes' | 'violated'>,
  isBroken: boolean,
): boolean {
  return isBroken ? passes : violated.length > 0
}

/**
 * What the other position of a switch does to this run.
 * @param finding The run with the switch in its other position.
 * @param isOn How it stands in the run on screen.
 */
export function switchWords(
  finding: Pick<Finding, 'passes' | 'violated'>,
  isOn: boolean,
  catalogue: Pick<Catalogue, 'invariants'>,
): string {
  const way = isOn ? 'off' : 'on'
  if (finding.passes) return `Switch it ${way}, and every rule holds.`
  const { violated } = finding
  if (violated.length === 0) return `Switch it ${way}, and the run is not judged.`
  const [first] = catalogue.invariants.filter(({ id }) => violated.includes(id))
  return `Switch it ${way}: ${first?.violation ?? 'a rule breaks'} (${violated.join(', ')}).`
}

/** Said of a run that breaks a rule, while no single protection is known to save it. */
export function brokenWords(
  { progress, findings, guards }: Findings,
  run: Run,
  catalogue: Catalogue,
): string {
  const lane = implementationOf(catalogue, run.input.implementation)?.title ?? run.input.implementation
  const tried = findings.filter(({ kind }) => kind === 'guard').length
  if (progress === 'failed') return 'A run failed, so the protections could not be tried.'
  if (progress === 'running' && tried < guards)
    return `Trying each protection that is off: ${tried} of ${guards}.`
  if (progress === 'running') return 'No single protection helps. Trying the other implementations.'
  const isSaved = findings.some(({ kind, passes }) => kind === 'lane' && passes)
  const why =
    guards === 0 ? `${lane} has no protection left to switch on.` : `No single protection saves ${lane} here.`
  return isSaved ? why : `${why} No other implementation survives this either.`
}

/** Said of a run that holds, while no single protection is known to be essential. */
export function holdsWords({ progress, findings, guards }: Findings, breaking: number): string {
  if (progress === 'failed') return 'A run failed, so the protections could not be tried.'
  if (progress === 'running' && findings.length < guards)
    return `Trying it without each protection: ${findings.length} of ${guards}.`
  return breaking === 0
    ? 'No single protection is essential: it passes without any one of them.'
    : 'It fails without any one of several protections.'
}
