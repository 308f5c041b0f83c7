/** How the atlas is looked at, as a link has it: `kinds:every,invariant:S8`. */
import type { Palette } from '#explorer/palette.ts'
import * as v from 'valibot'
import { kindFilters, type KindFilter } from './places.ts'

export interface Look {
  /** One fault, tried everywhere, is the picture; more faults are lists of what was found. */
  readonly faults: 'one' | 'two' | 'random'
  readonly palette: Palette
  /** The three of the build, or all there are. */
  readonly customers: 'usual' | 'all'
  readonly rows: 'faults' | 'failing' | 'steps'
  /** Only what violates this one counts; null: whatever is violated. */
  readonly invariant: string | null
  readonly kind: KindFilter | null
}

const plain: Look = {
  faults: 'one',
  palette: 'short',
  customers: 'usual',
  rows: 'faults',
  invariant: null,
  kind: null,
}

const fields = v.object({
  faults: v.fallback(v.picklist(['one', 'two', 'random']), plain.faults),
  palette: v.fallback(v.picklist(['short', 'full']), plain.palette),
  customers: v.fallback(v.picklist(['usual', 'all']), plain.customers),
  rows: v.fallback(v.picklist(['faults', 'failing', 'steps']), plain.rows),
  invariant: v.fallback(v.nullable(v.string()), null),
  kind: v.fallback(v.nullable(v.picklist(kindFilters)), null),
})

/** What cannot be read is as the atlas opens. @param invariants ids */
export function parseLook(text: string, invariants: readonly string[]): Look {
  const said = text.split(',').map((part) => part.split(':'))
  const look = v.parse(fields, { invariant: null, kind: null, ...Object.fromEntries(said) })
  return { ...look, invariant: invariants.find((id) => id === look.invariant) ?? null }
}

/** What differs from how it opens. */
export function formatLook(look: Look): string {
  return Object.entries(look)
    .filter(([field, value]) => value !== plain[field as keyof Look])
    .map(([field, value]) => `${field}:${value}`)
    .join(',')
}
