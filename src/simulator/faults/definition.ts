/**
 * All that there is to know of one kind of fault. Each kind is a file in `kinds/` and a line in `registry.ts`; whatever
 * the parser, the simulator, the explorer, the page and the command line need of it is derived from there, so that a
 * part that is forgotten does not compile.
 */
import type { Point } from '../point.ts'
import type { Hooks } from './effects.ts'
import type { Evidence } from './evidence.ts'
import type { Parameter } from './parameter.ts'
import type { Place, Target } from './place.ts'

/** Parameters by the field of the fault that holds their value: `restartMs`. */
export interface ParameterTable {
  readonly [field: string]: Parameter<unknown>
}

/** A fault of any kind, as far as it can be known without the registry. */
export interface BaseFault {
  readonly point: Point
  readonly kind: string
  readonly target?: Target
}

/** The fault that a kind's parameters make. */
export type FaultWith<Kind extends string, Fields extends ParameterTable, Targets extends Target> = {
  readonly point: Point
  readonly kind: Kind
} & { readonly [Field in keyof Fields]: Fields[Field] extends Parameter<infer Value> ? Value : never } & ([
    Targets,
  ] extends [never]
    ? unknown
    : { /** Absent: the process whose operation it is. */ readonly target?: Targets })

/** At least one member of a type whose members are all optional. */
type AtLeastOne<T> = { [Key in keyof T]-?: Required<Pick<T, Key>> & Omit<T, Key> }[keyof T]

export interface FaultKindDefinition<
  Kind extends string,
  Fields extends ParameterTable,
  Targets extends Target,
  Buttons extends string,
  Fault extends BaseFault,
> {
  /** As a plan's text has it. */
  readonly kind: Kind
  /** What fails: the heading under which menus have it. */
  readonly family: FaultFamily
  readonly place: Place<Targets>
  /** Whether it happens before its operation, to the operation itself, or after it. */
  readonly moment: 'before' | 'during' | 'after'
  readonly parameters: Fields
  /** What happens, and when the simulator asks for it. */
  readonly hooks: AtLeastOne<Hooks<Fault>>
  /** Whether a fault of this kind happens again at each later occurrence of its operation. */
  repeats?(fault: Fault): boolean
  /** How long it is in force, virtual milliseconds. Absent: it goes wrong in an instant. */
  lastsMs?(fault: Fault): number
  readonly evidence: Evidence
  readonly search: SearchFacts<Fault>
  readonly words: FaultKindWords<Fault>
  readonly looks: FaultKindLooks
  /** Entries of the menu of a gap or an event; at least one. */
  readonly menu: readonly [MenuEntry, ...MenuEntry[]]
  /** Buttons and entries of the toolbar, by their names in the code; there may be none. */
  readonly buttons: { readonly [Button in Buttons]: ButtonEntry }
}

export const faultFamilies = ['server', 'database', 'service', 'network'] as const
export type FaultFamily = (typeof faultFamilies)[number]

/** Operations of a server, commits, calls and webhooks: the short fault set distinguishes no more. */
export type PointClass = 'operation' | 'commit' | 'call' | 'webhook'

/** What the explorer needs to know. */
export interface SearchFacts<Fault> {
  /**
   * Shrinking tries lower weights first. What happens more often convinces more, and what harms less proves more: a
   * process that dies, then messages that are late, twice or lost, then answers that are lost, errors, failures of the
   * database, of the machine and its clock; last what an attacker does.
   */
  readonly weight: number
  /** Parameters that the full fault set tries besides the defaults, as text: `restart=never`. */
  readonly variants: readonly string[]
  /** Where the short fault set has it, and with which parameters; null: nowhere. */
  readonly short: { readonly at: readonly PointClass[]; readonly parameters?: string } | null
  /** It changes nothing but the order of operations: fault sets leave it out, preemptions are counted apart. */
  readonly isOrder?: boolean
  /**
   * What continues to have an effect that a trace need not show yet, as text that is the same for the same effect; null
   * if nothing does. Two runs that behave alike so far are one only if this is the same too (X4).
   */
  lasting(fault: Fault): string | null
}

/** Names of the scenario that words may need. */
export interface ScenarioNouns {
  /** The service that is called: `Stripe`. */
  readonly service: string
  /** The message that it sends by itself: `webhook`. */
  readonly message: string
}

/** Where a fault happens, in words. */
export interface FaultSetting {
  /** `the commit of reserveInventory`. */
  readonly operation: string
  /** `the payment webhook`, if it is a message. */
  readonly message: string
  /** The service that is called: `Stripe`. */
  readonly service: string
  /** ` of server B`, if the fault names a process; else empty. */
  readonly ofTarget: string
}

export interface FaultKindWords<Fault> {
  /** A clause of the trace: `the payment webhook arrives twice`. */
  clause(fault: Fault, setting: FaultSetting): string
  /** Before the name of the operation, on a chip: `Crash after`. */
  readonly verb: string
  /** Behind the name of the operation, if something follows: `twice`. */
  readonly after?: string
  /** A word or two, for where it is drawn: `answer lost`. */
  mark(fault: Fault): string
  /** As part of a lane's line, if that is not the mark; `actor` is whose operation it was. */
  beat?(mark: string, actor: string, nouns: Pick<ScenarioNouns, 'service'>): string
  /** What the graph says when it has happened, and before it has, if that is not the mark. */
  readonly cut?: (victim: string) => { readonly struck: string; readonly ahead: string }
}

/** What it looks like. */
export interface FaultKindLooks {
  /** A death cuts, a message's fault is an envelope, an answer that is not received a question mark. */
  readonly sign: 'death' | 'freeze' | 'message' | 'unheard' | 'other'
  /** In the graph, on which side of its operation one that is not in the run yet is drawn. */
  readonly ahead: 'before' | 'after'
  /** The same when it has happened: after the operation if the trace shows that it was done. */
  readonly struck: 'before' | 'after'
  /** Its row in the atlas; kinds with the same words and family share one. Crashes and orders have their own filters. */
  readonly atlas: { readonly row: string; readonly filter: FaultFamily | 'crash' | 'order' }
  /** Whether the trace has an event of its effect, which is drawn and told instead of the fault. */
  readonly hasOwnEvent?: boolean
}

/** Words, or words that need the scenario's names. */
export type Words = string | ((nouns: ScenarioNouns) => string)

/** An entry of a menu. */
export interface MenuEntry {
  /** Within its family, the lowest first: the most usual. */
  readonly rank: number
  /** Parameters of the fault, as text: `restart=never`. */
  readonly parameters?: string
  /** What happens, about “it”. */
  readonly words: Words
  /** The same in a gap, if that differs; `next` is the number of the next event. */
  readonly inGap?: (next: number | null) => string
  /** The same at an operation that is not a server's, with a server named; absent: not offered there. */
  readonly ofServer?: (server: string) => string
  /** Only for messages that are tried again: webhooks. */
  readonly isForWebhooks?: boolean
}

/** A button or an entry of the toolbar's menu: it acts at the cursor. */
export interface ButtonEntry {
  /** Within its family, the lowest first. */
  readonly rank: number
  /** Parameters of the fault, as text. */
  readonly parameters?: string
  /** What it can hit. */
  readonly at: 'server' | 'durable' | 'statement' | 'call' | 'webhook' | 'reply' | 'request'
  /** Its accessible name. */
  readonly name: Words
  /** What it does, as a clause without a full stop. */
  readonly meaning: Words
}

/** Checks a definition, and gives it its types: the fault's fields come from its parameters. */
export function defineFaultKind<
  const Kind extends string,
  const Fields extends ParameterTable,
  const Targets extends Target,
  const Buttons extends string,
>(
  definition: FaultKindDefinition<Kind, Fields, Targets, Buttons, FaultWith<Kind, Fields, Targets>>,
): FaultKindDefinition<Kind, Fields, Targets, Buttons, FaultWith<Kind, Fields, Targets>> {
  return definition
}
