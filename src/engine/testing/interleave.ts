/**
 * Every order of the statements of several strands, one by one, on a server with a connection for each.
 *
 * A statement is two events, its execution and its commit, so that others run into its locks and their snapshots into
 * its rows. An order is a list of choices; the next order is the last one with its last choice raised (as in
 * TigerBeetle's exhaustigen).
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Database, Statement } from '../environment.ts'

/** Runs one order after the other. @returns how many there were */
export async function forEachOrder(
  run: (choose: (options: number) => number) => Promise<void>,
): Promise<number> {
  const choices: { taken: number; readonly options: number }[] = []
  for (let count = 1; ; count += 1) {
    let at = 0
    await run((options) => {
      const choice = choices[at] ?? { taken: 0, options }
      choices[at] = choice
      at += 1
      if (choice.options !== options)
        throw new Error(`Order ${count} did not repeat: ${options} at choice ${at}.`)
      return choice.taken
    })
    choices.length = at
    for (let last = choices.at(-1); last && last.taken + 1 >= last.options; last = choices.at(-1))
      choices.pop()
    const last = choices.at(-1)
    if (!last) return count
    last.taken += 1
  }
}

/** Something that waits to be let go on. */
interface Event {
  readonly strand: string
  readonly what: string
  go(): void
}

export interface Stage {
  /** A database whose every statement waits for its turn, twice. */
  direct(strand: string, database: Database): Database
  /** An executor's loop waits for its turn too; it looks when it finds something, and `spareLooks` times more. */
  idle(dueInMs: number | null): Promise<void>
  /** Lets all go on, in the order that is chosen, until `isOver`. @throws when nothing is left to go on */
  play(isOver: () => boolean): Promise<void>
  /** What happened, to be read when it went wrong. */
  readonly script: readonly string[]
}

export interface StageOptions {
  /** Which of so many events comes next. */
  readonly choose: (options: number) => number
  /** How many statements of these strands wait for a lock now. */
  readonly countBlocked: () => Promise<number>
  /** Moves the database's clock on. */
  readonly advance: (ms: number) => Promise<void>
  /** How often an executor may look while others are at work; default 1. */
  readonly spareLooks?: number
}

export function createStage({ choose, countBlocked, advance, spareLooks = 1 }: StageOptions): Stage {
  const script: string[] = []
  let waiting: Event[] = []
  let look: Event | null = null
  let lookDueInMs: number | null = null
  let looksLeft = spareLooks
  let inFlight = 0
  let openTransactions = 0
  let changes = 0
  const tellLanded: (() => void)[] = []

  async function perform<T>(strand: string, what: string, act: () => Promise<T>): Promise<T> {
    changes += 1
    await new Promise<void>((go) => waiting.push({ strand, what, go }))
    inFlight += 1
    try {
      return await act()
    } finally {
      inFlight -= 1
      changes += 1
      for (const tell of tellLanded.splice(0)) tell()
    }
  }

  async function query(strand: string, database: Database, statement: Statement) {
    const { label, text } = statement
    const [tx, rows] = await perform(strand, label, async () => {
      const opened = await database.begin({ label })
      const answer = await opened.query(statement)
      // What only reads has nothing to commit, and holds nobody up.
      if (text.startsWith('\nselect')) {
        await opened.commit()
        return [null, answer] as const
      }
      openTransactions += 1
      return [opened, answer] as const
    })
    if (tx) {
      await perform(strand, `commit ${label}`, async () => {
        await tx.commit()
        openTransactions -= 1
      })
    }
    return rows
  }

  /** Waits until each strand waits: for its turn, for a lock, or for something that comes from another. */
  async function settle(): Promise<void> {
    for (;;) {
      for (let [quiet, seen] = [0, -1]; quiet < 4;) {
        await turn()
        quiet = changes === seen ? quiet + 1 : 0
        seen = changes
      }
      if (inFlight === 0) return
      const seen = changes
      // Nothing waits for a lock that nobody holds.
      if (openTransactions === 0) await new Promise<void>((resolve) => tellLanded.push(resolve))
      else if ((await countBlocked()) >= inFlight && seen === changes) return
    }
  }

  return {
    script,
    direct: (strand, database) => ({
      query: (statement) => query(statement.label === 'claim' ? 'loop' : strand, database, statement),
      begin: (purpose) => database.begin(purpose),
    }),
    idle: (dueInMs) =>
      new Promise((go) => {
        changes += 1
        lookDueInMs = dueInMs
        look = { strand: 'loop', what: 'look', go }
      }),
    async play(isOver) {
      for (;;) {
        await settle()
        // An executor's loop and what it has begun go on one after the other: they race with others, not with themselves.
        const mayLook = inFlight === 0 && !waiting.some(({ strand }) => strand === 'executor')
        // In a fixed order, since strands come to their turns by chance.
        const events = waiting
          .filter(({ what, strand }) => mayLook || strand !== 'loop' || what.startsWith('commit'))
          .toSorted((a, b) => (a.strand + a.what < b.strand + b.what ? -1 : 1))
        if (look !== null && mayLook && (looksLeft > 0 || events.length === 0)) events.push(look)
        if (events.length === 0 || (isOver() && waiting.length === 0)) {
          if (isOver()) return
          throw new Error(`Nothing is left to go on:\n${script.join('\n')}`)
        }
        const event = events[events.length === 1 ? 0 : choose(events.length)]
        if (!event) throw new Error('A choice was out of range.')
        script.push(`${event.strand}: ${event.what}`)
        if (event === look) {
          look = null
          if (waiting.length > 0) looksLeft -= 1
          else if (lookDueInMs === null) {
            // Nobody else moves: what this look does not find, nobody ever will.
            if (looksLeft === -1) throw new Error(`A wake-up was lost:\n${script.join('\n')}`)
            looksLeft = -1
          } else await advance(lookDueInMs)
        } else {
          waiting = waiting.filter((other) => other !== event)
          if (looksLeft === -1 && event.strand !== 'loop') looksLeft = 0
        }
        event.go()
      }
    },
  }
}
