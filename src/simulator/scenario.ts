/** What a scenario gives the simulator: a small world to run, and what has to be true in it. */
import type { Database, Environment, Json } from '#engine/environment.ts'
import type { ProgramFacts } from '#program'
import type { createStripeClient, Paid, PaymentMethod } from '#stripe'
import type { RowChange, Tables } from './trace.ts'
import type { Vocabulary } from './input.ts'
import type { LeftOut } from './left-out.ts'
import type { Run } from './run.ts'

/** What there is to know of a scenario without being able to run it: all that a page needs before its database is up. */
export interface Catalogue {
  readonly name: string
  readonly title: string
  readonly implementations: readonly ImplementationFacts[]
  readonly customers: readonly CustomerFacts[]
  readonly invariants: readonly Invariant[]
  readonly vocabulary: Vocabulary
  /** The question that a run asks, and its answer. */
  ask(run: Run): Asked
  /** What faults hit, as the page calls it. */
  readonly faultNouns: FaultNouns
  /** What a run comes to that violates these invariants, in one word. @param violated ids */
  toneOf(violated: readonly string[]): Asked['tone']
  /** A scenario without one opens on a comparison. */
  readonly opening?: Opening
  readonly story: StoryWords
  /** What is left of a run, in the order of the columns. */
  receipts(left: Left): readonly Receipt[]
}

/** What is needed to tell a run in one line of words. */
export interface StoryWords {
  /** What transactions do. One that does several of these is told by the first. */
  readonly effects: readonly EffectWords[]
  /** Operations that show that something has been done already, by a pattern of their labels. */
  readonly found: readonly FoundWords[]
  /** What a customer does who sends a request again: `clicks again`. */
  readonly retries: string
  /** What is wrong with the rows that are left at the end, a few words each: `ord_1 stuck`. */
  leftWrong(run: Run): readonly string[]
}

export interface EffectWords {
  /** `reserved`: unique. */
  readonly id: string
  /** 1 if a transaction that made these changes did it, −1 if it took it back, else 0. */
  sign(changes: readonly RowChange[]): -1 | 0 | 1
  /** `reserved`. */
  readonly done: string
  /** `reserved again`. */
  readonly again: string
  /** `put back`; only of what can be taken back. */
  readonly undone?: string
  /** `not reserved again`: it was done, and although something failed it was not repeated. */
  readonly kept: string
  /** `one page`: what repeated calls under one key came to. */
  readonly single?: string
  /** Whether it is wrong to do it twice for one customer. */
  readonly isWrongTwice: boolean
  /** Part of every good run: left out where there is more to tell. */
  readonly isRoutine: boolean
}

export interface FoundWords {
  /** Of labels: `commit:createOrder`, `poll`. */
  readonly label: RegExp
  /** Whether it counts only if it changes no row and the same operation did so before. */
  readonly isRepeated: boolean
  /** `order found`. */
  readonly words: string
}

/** What a receipt is made of. */
export interface Left {
  /** Committed rows. */
  readonly tables: Tables
  readonly stock: number
  /** The verdict on the whole run; `unknown` while it is hidden or not there. */
  readonly tone: Asked['tone'] | 'unknown'
  /** Whether nothing more comes: what is merely open is wrong only then. */
  readonly isEnd: boolean
}

/** One number that is left: `Charged €18, 1 payment`. */
export interface Receipt {
  readonly name: string
  readonly value: string
  readonly detail: string
  /** What is wrong with it. */
  readonly tone: 'stuck' | 'violated' | null
}

/** What a first visitor is shown: a fault that is about to happen, and a bet on how the run ends. */
export interface Opening {
  /**
   * Its input and where it starts, before the fault, as a link has them. Its run is part of the page, and so are those of
   * the same plan in all other implementations.
   */
  readonly link: string
  /** One sentence: what the page is. */
  readonly lead: string
  /** What happens, and what is asked about it. */
  readonly question: string
  /** What its implementation is, in a few words. */
  readonly implementation: string
  /** The plan, in one clause: `Server A crashes after …`. */
  readonly fault: string
  readonly bet: {
    /** What there is to know before betting. */
    readonly question: string
    /** The same in a few words, for a phone. */
    readonly facts: string
    /** Two or three. */
    readonly answers: readonly BetAnswer[]
  }
  /** The same plan in an implementation that survives it. */
  readonly next: {
    readonly implementation: string
    /** Of the button that leads there. */
    readonly label: string
    /** A sentence that announces it. */
    readonly promise: string
  }
  /** What a whole run answers, from its final rows. */
  answerOf(run: Run): OpeningAnswer
}

export interface BetAnswer {
  readonly id: string
  /** `None`, `One`: one word. */
  readonly label: string
  /** Why somebody would bet on it: one sentence. */
  readonly why: string
}

export interface OpeningAnswer {
  /** Id of the answer that was right; null where none of them is. */
  readonly id: string | null
  /** `Two. One was paid for.` */
  readonly sentence: string
}

export interface Scenario extends Omit<Catalogue, 'implementations' | 'customers'> {
  readonly implementations: readonly Implementation[]
  readonly customers: readonly CustomerBehaviour[]
  /** Creates all tables of the shop and of the engine; run once per database. */
  readonly schemaSql: string
  /** Fills the empty tables, before each run. */
  readonly seedSql: readonly {
    readonly text: string
    readonly values: (stock: number) => readonly unknown[]
  }[]
  /** Columns of its own tables that say nothing of how far a run has come. */
  readonly leftOut: readonly LeftOut[]
  /** Whether the servers' Stripe client sends a call again, as the official client does by default. */
  retriesCalls(guards: Machine['guards']): boolean
  /** The order that a workflow works for: `cart-2` → `order-2`. */
  subjectOfWorkflow(workflowId: string): string
}

/** A scenario's own words for what can fail. */
export interface FaultNouns {
  /** The service that its servers call: `Stripe`. */
  readonly service: string
  /** The message that this service sends by itself; null where it sends none. */
  readonly message: { readonly title: string; readonly noun: string } | null
}

export interface Asked {
  readonly question: string
  readonly answer: string
  /** `not-judged`: the run was stopped before its end, and nothing was seen violated by then. */
  readonly tone: 'holds' | 'stuck' | 'violated' | 'not-judged'
}

/** What there is to know of an implementation without running it. */
export interface ImplementationFacts {
  readonly name: string
  readonly title: string
  readonly guards: readonly Guard[]
  /** What it is, where its title could be taken for more. */
  readonly note?: string
  /** A guard that its verdict is always shown both with and without. */
  readonly bothWays?: string
  /** Labels of all operations that it can ask for. */
  readonly labels: readonly string[]
  /** Why it has no operation of this label; null where the run merely does not come to it. */
  lacks(label: string): string | null
}

/** What an implementation is compiled from, and its graph: large, so the page loads most of them when it draws them. */
export interface ImplementationPrograms {
  /** The source that is drawn. */
  readonly program: ProgramFacts
  /** All of its compiled sources, the drawn one first. */
  readonly programs: readonly ProgramFacts[]
  /** Of all of its sources. */
  readonly hash: string
}

/** One way of writing the scenario. */
export interface Implementation extends ImplementationFacts, ImplementationPrograms {
  /** Makes a server anew at each boot: nothing outlives a crash but the database. */
  boot(machine: Machine): Server
}

export interface Guard {
  readonly name: string
  /** One sentence: what it protects from. */
  readonly title: string
  readonly default: boolean
}

/** Everything that one server process can reach. */
export interface Machine {
  /** `A` or `B`. */
  readonly name: string
  readonly database: Database
  /** For an engine on this server. */
  readonly environment: Environment
  readonly stripe: ReturnType<typeof createStripeClient>
  readonly webhookSecret: string
  /** This server's own clock, milliseconds since 1970; it may be wrong. */
  clockMs(): number
  /** An id that nobody else has. */
  newId(): string
  /** Of the code that it runs: 1, and one more after each deploy. */
  readonly version: number
  readonly guards: { readonly [guard: string]: boolean }
}

/** A running server: a Hono app is one. */
export interface Server {
  fetch(request: Request): Response | Promise<Response>
}

/** What there is to know of a customer without running anything. */
export interface CustomerFacts {
  readonly name: string
  /** `pays`, after the customer's name: `Alice pays`. */
  readonly title: string
  /** Whether the payment takes as long as the input says. */
  readonly settlesLater?: true
}

/** How a customer behaves. */
export interface CustomerBehaviour extends CustomerFacts {
  act(shopper: Shopper): Promise<void>
}

export interface PayOptions {
  /** Default `card`. */
  readonly method?: PaymentMethod
  /** How long Stripe takes until it tells the shop; default 0. */
  readonly webhookAfterMs?: number
}

/** What a customer can do. */
export interface Shopper {
  readonly name: string
  /** From 1. */
  readonly number: number
  readonly stock: number
  /** Sends a request to the shop. */
  post(name: string, body: Json): Promise<Answer>
  /** Asks the shop for a page. @param path with its query */
  get(name: string, path: string): Promise<Answer>
  /** Pays on Stripe's page. */
  pay(url: string, how?: PayOptions): Promise<Pick<Paid, 'outcome' | 'redirectUrl'>>
  /** Waits until Stripe leads back to the shop: until the shop has answered its webhook, for 10 s at most. */
  redirected(url: string): Promise<void>
  /** Something that they do or see, for the trace. */
  note(action: string, sees?: string): void
  /** Whether a fault was in force during their last two requests. */
  isTroubled(): boolean
  /**
   * Keeps that they got no page although they could have paid, as they leave.
   *
   * @param stock a query with one row, `available`: how many units there are for them now
   */
  turnedAway(why: string, wanted: number, stock: StockQuery): void
  wait(ms: number): Promise<void>
}

/** A query over the shop’s tables. */
export interface StockQuery {
  readonly text: string
  /** From `$1` on. */
  readonly values: readonly string[]
}

export type Answer =
  { readonly status: number; readonly body: Json } | { readonly status: null; readonly why: string }

/** A statement about the tables and Stripe's ledger. */
export interface Invariant {
  readonly id: string
  /** One sentence that is true of a good run. */
  readonly statement: string
  /** What is wrong where it is violated, in a few words: `a cart charged twice`. */
  readonly violation: string
  readonly when: 'safety' | 'end'
  /** Tables whose change can violate it. */
  readonly tables: readonly string[]
  /** Returns the rows that violate it. */
  readonly sql: string
}
