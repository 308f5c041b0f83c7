/**
 * All kinds of faults. A new one is a file in `kinds/` and a line here; its words in a scenario's questions stand with
 * the scenario, where a missing one does not compile.
 */
import {
  faultFamilies,
  type BaseFault,
  type ButtonEntry,
  type FaultFamily,
  type FaultKindDefinition,
  type FaultWith,
  type MenuEntry,
  type ParameterTable,
} from './definition.ts'
import type { EffectAt, Hook, Hooks } from './effects.ts'
import { ackLost } from './kinds/ack-lost.ts'
import { clockJump } from './kinds/clock-jump.ts'
import { connectionLost } from './kinds/connection-lost.ts'
import { crashAfter } from './kinds/crash-after.ts'
import { crashBefore } from './kinds/crash-before.ts'
import { deadlock } from './kinds/deadlock.ts'
import { delay } from './kinds/delay.ts'
import { deploy } from './kinds/deploy.ts'
import { diskFull } from './kinds/disk-full.ts'
import { drop } from './kinds/drop.ts'
import { duplicate } from './kinds/duplicate.ts'
import { errorAfter } from './kinds/error-after.ts'
import { errorBefore } from './kinds/error-before.ts'
import { forge } from './kinds/forge.ts'
import { freeze } from './kinds/freeze.ts'
import { outage } from './kinds/outage.ts'
import { overtake } from './kinds/overtake.ts'
import { preempt } from './kinds/preempt.ts'
import { postgresRestart } from './kinds/postgres-restart.ts'
import { rateLimited } from './kinds/rate-limited.ts'
import { replay } from './kinds/replay.ts'
import { requestLost } from './kinds/request-lost.ts'
import { responseLost } from './kinds/response-lost.ts'
import { serializationFailure } from './kinds/serialization-failure.ts'
import { slow } from './kinds/slow.ts'
import { timeout } from './kinds/timeout.ts'
import type { Point } from '../point.ts'
import type { Parameter } from './parameter.ts'
import type { Place, Target } from './place.ts'

/** In the order in which sweeps try them: what random schedules draw depends on it. New kinds come last. */
const definitions = [
  crashBefore,
  crashAfter,
  freeze,
  clockJump,
  deploy,
  ackLost,
  serializationFailure,
  deadlock,
  connectionLost,
  diskFull,
  postgresRestart,
  requestLost,
  responseLost,
  errorBefore,
  errorAfter,
  rateLimited,
  timeout,
  drop,
  duplicate,
  delay,
  overtake,
  forge,
  replay,
  preempt,
  slow,
  outage,
] as const

type Definition = (typeof definitions)[number]

export type FaultKind = Definition['kind']

/** One thing that goes wrong at one point. */
export type Fault = FaultOf<Definition>

/** Names of the toolbar's buttons and entries. */
export type FaultButton = ButtonOf<Definition>

type FaultOf<D> = D extends {
  readonly kind: infer Kind extends string
  readonly parameters: infer Fields extends ParameterTable
  readonly place: Place<infer Targets>
}
  ? Flat<FaultWith<Kind, Fields, Targets>>
  : never
type ButtonOf<D> = D extends { readonly buttons: infer Buttons } ? keyof Buttons : never
/** The same type, written as one object: what an editor shows and an error names. */
type Flat<T> = { [Key in keyof T]: T[Key] }

/** A definition whose kind is not known: its functions take faults of that kind. */
type AnyDefinition = FaultKindDefinition<FaultKind, ParameterTable, Target, string, BaseFault>

const byKind: ReadonlyMap<string, AnyDefinition> = new Map(
  definitions.map((definition): [string, AnyDefinition] => [definition.kind, definition]),
)

/** Every kind, in the order in which sweeps try them. */
export const faultKinds: readonly FaultKind[] = definitions.map(({ kind }) => kind)

export function isFaultKind(text: string): text is FaultKind {
  return byKind.has(text)
}

/** All that there is to know of a kind. Give its functions faults of that kind only. */
export function definitionOf(kind: FaultKind): AnyDefinition {
  const definition = byKind.get(kind)
  if (definition === undefined) throw new Error(`There is no kind of fault “${kind}”.`)
  return definition
}

/** An entry of a menu, with its kind. */
export interface MenuOffer extends MenuEntry {
  readonly kind: FaultKind
  readonly family: FaultFamily
}

/** Every entry that menus can have, by family, the most usual first. */
export const menuOffers: readonly MenuOffer[] = inOrder(
  faultKinds.flatMap((kind) => {
    const { family, menu } = definitionOf(kind)
    return menu.map((entry) => ({ ...entry, kind, family }))
  }),
)

/** A button or an entry of the toolbar, with its kind. */
export interface ButtonOffer extends ButtonEntry {
  readonly button: FaultButton
  readonly kind: FaultKind
  readonly family: FaultFamily
}

/** Every button and entry that the toolbar can have, by family, the most usual first. */
export const buttonOffers: readonly ButtonOffer[] = inOrder(
  faultKinds.flatMap((kind) => {
    const { family, buttons } = definitionOf(kind)
    return Object.entries(buttons).map(([button, entry]) => ({
      ...entry,
      button: button as FaultButton,
      kind,
      family,
    }))
  }),
)

function inOrder<T extends { readonly family: FaultFamily; readonly rank: number }>(
  offers: readonly T[],
): readonly T[] {
  return offers.toSorted(
    (one, other) =>
      faultFamilies.indexOf(one.family) - faultFamilies.indexOf(other.family) || one.rank - other.rank,
  )
}

/** What can be told a kind at a point, by the field that holds it. */
export function parametersAt(
  kind: FaultKind,
  point: Point,
): readonly (readonly [field: string, parameter: Parameter<unknown>])[] {
  return Object.entries(definitionOf(kind).parameters).filter(
    ([, parameter]) => parameter.fits?.(point) !== false,
  )
}

/** A parameter with its value in a fault, and the field that holds it. */
export interface GivenParameter {
  readonly field: string
  readonly parameter: Parameter<unknown>
  readonly value: unknown
}

export function givenParameters(fault: Fault): readonly GivenParameter[] {
  const values = new Map<string, unknown>(Object.entries(fault))
  return parametersAt(fault.kind, fault.point).map(([field, parameter]) => ({
    field,
    parameter,
    value: values.get(field),
  }))
}

/** Keys that a plan's text can give a kind, in their order. */
export function parameterKeys(kind: FaultKind): readonly string[] {
  const { parameters, place } = definitionOf(kind)
  const own = Object.values(parameters).map(({ key }) => key)
  return place.targets.length === 0 ? own : [...own, 'target']
}

/** What a fault does at a hook; null if its kind does nothing there. */
export function effectOf<At extends Hook>(fault: Fault, at: At): EffectAt<At> | null {
  const hooks: Hooks<BaseFault> = definitionOf(fault.kind).hooks
  const effect = hooks[at]
  return effect === undefined ? null : (effect(fault) as EffectAt<At>)
}
