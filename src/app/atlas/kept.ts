/** What the atlas keeps in this browser, so that closing the page loses nothing. Nothing is kept where nothing can be. */
import { del, get, set } from 'idb-keyval'
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
}

export interface Kept {
  /** Hash of what it was found with: of other sources it says nothing. */
  readonly source: string
  readonly singles: readonly Singles[]
  readonly sweep: KeptSweep | null
  readonly deeper: Deeper | null
}

const key = 'crashcart.atlas'

const isObject = (value: unknown) => typeof value === 'object' && value !== null

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
    }),
  ),
  deeper: v.nullable(v.custom<Deeper>(isObject)),
})

/** @returns null where nothing is kept, or only what was found with other sources: then it is dropped. */
export async function readKept(source: string): Promise<Kept | null> {
  try {
    const value: unknown = await get(key)
    if (value === undefined) return null
    const parsed = v.safeParse(kept, value)
    if (parsed.success && parsed.output.source === source) return parsed.output
    await del(key)
    return null
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
