/** Where a fault can be placed: at which points, and whose process it may name. */
import type { Point } from '../point.ts'

/** Processes that a fault may name with `target=`, if it is not the process of the operation. */
export const targets = ['A', 'B', 'postgres'] as const
export type Target = (typeof targets)[number]

export interface Place<Targets extends Target = Target> {
  /** Empty: the fault is one of its operation, and names no process. */
  readonly targets: readonly Targets[]
  /** Key of the parameter that names what fails: a fault that has it can be at any operation. */
  readonly namedBy?: string
  /** Where the kind belongs, if a point is somewhere else; what follows “is for”. Null if it can be at the point. */
  refuses(point: Point): string | null
}

function atServer({ role }: Point): string | null {
  return role === 'server'
    ? null
    : 'operations of a server; elsewhere name the server with target=A or target=B'
}

/** A server comes to an operation of its own, or to any operation if the fault names the server. */
export const server: Place<'A' | 'B'> = { targets: ['A', 'B'], refuses: atServer }

/** The same, and Postgres may be named too. */
export const serverOrPostgres: Place = { targets, refuses: atServer }

function atStatement({ role, label }: Point): string | null {
  return role !== 'server' || isMessage(label) || isCall(label) || label.startsWith('rollback:')
    ? 'statements, begin:… and commit:… of a server'
    : null
}

/**
 * A server's operation outside a transaction. Whether one is open is seen only in the run, except for what ends one:
 * PGlite has one session, so while a transaction waits all others would wait with it.
 */
export const outsideTransaction: Place<never> = {
  targets: [],
  refuses: ({ role, label }) =>
    role !== 'server' || /^(commit|rollback):/.test(label)
      ? 'operations of a server outside a transaction: within one, all others would wait too'
      : null,
}

/** A server's statement, or the begin or commit of a transaction. */
export const statement: Place<never> = { targets: [], refuses: atStatement }

/** As `statement`, without a begin: it takes no lock and writes nothing. */
export const statementOrCommit: Place<never> = {
  targets: [],
  refuses: (point) =>
    atStatement(point) ??
    (point.label.startsWith('begin:') ? 'statements: a begin takes no lock and writes nothing' : null),
}

/**
 * As `statementOrCommit`, without a commit: it waits for no lock, and a server that cannot write its log goes down at
 * once; what a client sees of that is a lost connection.
 */
export const statementAlone: Place<never> = {
  targets: [],
  refuses: (point) =>
    statementOrCommit.refuses(point) ??
    (point.label.startsWith('commit:') ? 'statements: a commit waits for no lock and grows no table' : null),
}

/** A server's call to an outside service. */
export const call: Place<never> = {
  targets: [],
  refuses: ({ role, label }) =>
    role === 'server' && isCall(label) ? null : 'calls to Stripe, server/stripe.…',
}

/**
 * A server's call to an outside service, or a statement outside a transaction. Whether one is open is seen only in the
 * run, as for `outsideTransaction`.
 */
export const callOrStatement: Place<never> = {
  targets: [],
  refuses: (point) =>
    call.refuses(point) !== null && statementAlone.refuses(point) !== null
      ? 'calls to Stripe, and statements of a server outside a transaction'
      : null,
}

/** Where it is plain what fails; with `of=`, any operation. */
export const anywhereIfNamed: Place<never> = {
  targets: [],
  namedBy: 'of',
  refuses: ({ role }) =>
    role === 'customer' ? 'operations of a server and webhooks; elsewhere name what fails with of=' : null,
}

function atMessage({ label }: Point): string | null {
  return isMessage(label) ? null : 'messages, request:…, response:… or webhook:…'
}

/** A request, an answer to one, or a webhook. */
export const message: Place<never> = { targets: [], refuses: atMessage }

export const requestOrWebhook: Place<never> = {
  targets: [],
  refuses: (point) =>
    atMessage(point) ?? (point.label.startsWith('response:') ? 'requests and webhooks' : null),
}

export const webhook: Place<never> = {
  targets: [],
  refuses: (point) =>
    atMessage(point) ?? (point.label.startsWith('webhook:') ? null : 'webhooks, stripe/webhook:…'),
}

export function isMessage(label: string): boolean {
  return /^(request|response|webhook):/.test(label)
}

export function isCall(label: string): boolean {
  return label.startsWith('stripe.')
}
