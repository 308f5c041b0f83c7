/**
 * What the atlas keeps in this browser, so that closing the page loses nothing. Nothing is kept where nothing can be.
 *
 * There is one place for it, and of several tabs one may write there.
 */
import { get, set } from 'idb-keyval'
import type { Snapshot } from '#explorer/exploration.ts'
import { singlesSchema, type Singles } from '#explorer/singles.ts'
import * as v from 'valibot'
import type { Deeper } from './deeper.ts'

/** What was under way, to be gone on with. */
export interface KeptSweep {
  readonly kind: 'one' | 'two' | 'random'
  readonly isPaused: boolean
  /** Null where what is known is enough to go on: each schedule of one fault has its own verdict. */
  readonly snapshot: Snapshot | null
  readonly customers: readonly string[]
  readonly palette: 'short' | 'full'
  /** What chance draws from; 1 where nothing is left to chance. */
  readonly seed: number
  /** What was found by chance before, under other seeds. */
  readonly earlier: Deeper | null
}

export interface Kept {
  /** Hash of what it was found with: of other sources it says nothing. */
  readonly source: string
  readonly singles: readonly Singles[]
  readonly sweep: KeptSweep | null
  readonly deeper: { readonly two: Deeper | null; readonly random: Deeper | null }
}

const key = 'crashcart.atlas'

const isObject = (value: unknown) => typeof value === 'object' && value !== null

const deeper = v.nullable(v.custom<Deeper>(isObject))

const kept: v.GenericSchema<unknown, Kept> = v.object({
  source: v.string(),
  singles: v.array(singlesSchema),
  sweep: v.nullable(
    v.object({
      kind: v.picklist(['one', 'two', 'random']),
      isPaused: v.boolean(),
      snapshot: v.nullable(v.custom<Snapshot>(isObject)),
      customers: v.array(v.string()),
      palette: v.picklist(['short', 'full']),
      seed: v.number(),
      earlier: deeper,
    }),
  ),
  deeper: v.object({ two: deeper, random: deeper }),
})

/** A page that is loaded anew is no other tab: so long it may take until what it was before has let go. */
const letGoMs = 500

/**
 * Asks to be the one tab that keeps, for as long as it is open.
 *
 * @param onOwned is told where another tab kept and has been closed
 * @returns false where another tab keeps
 */
export function own(onOwned: () => void): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true)
  return new Promise((resolve) => {
    let isLate = false
    const giveUp = setTimeout(() => {
      isLate = true
      resolve(false)
    }, letGoMs)
    const decide = () => {
      clearTimeout(giveUp)
      if (isLate) onOwned()
      else resolve(true)
    }
    navigator.locks
      .request(key, () => {
        decide()
        return new Promise<never>(() => undefined) // The browser lets go of it when the tab is closed.
      })
      .catch(decide) // Where no locks are to be had, each tab is as good as alone.
  })
}

/** @returns null where nothing is kept, or only what was found with other sources */
export async function readKept(source: string): Promise<Kept | null> {
  try {
    const value: unknown = await get(key)
    if (value === undefined) return null
    const parsed = v.safeParse(kept, value)
    return parsed.success && parsed.output.source === source ? parsed.output : null
  } catch {
    return null // A private window, a full disk, a setting.
  }
}

export async function keep(value: Kept): Promise<void> {
  try {
    await set(key, value)
  } catch {
    // It holds for this tab.
  }
}
