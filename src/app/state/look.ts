/** How the atlas is looked at, as a link has it: `palette:full,invariant:S8`. */
import type { Palette } from '#explorer/palette.ts'

/** What one can leave out of the picture. */
export const kindFilters = ['crash', 'server', 'postgres', 'stripe', 'message', 'order'] as const
export type KindFilter = (typeof kindFilters)[number]

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

export interface ParsedLook {
  readonly look: Look
  /** One sentence for each part that could not be read. */
  readonly problems: readonly string[]
}

/** What cannot be read is as the atlas opens, and is told. @param invariants ids */
export function parseLook(text: string, invariants: readonly string[]): ParsedLook {
  const problems: string[] = []
  const said = new Map<string, string>()
  for (const part of text.split(',').filter((each) => each !== '')) {
    const [field = '', ...value] = part.split(':')
    if (said.has(field)) problems.push(`atlas has “${field.slice(0, 40)}” twice. The last one is used.`)
    said.set(field, value.join(':'))
  }
  const read = <T>(field: keyof Look, known: readonly (T & string)[], usual: T): T => {
    const value = said.get(field)
    if (value === undefined) return usual
    const found = known.find((each) => each === value)
    if (found === undefined) problems.push(unknownWords(`atlas ${field}`, value, known))
    return found ?? usual
  }
  const look: Look = {
    faults: read('faults', ['one', 'two', 'random'], plain.faults),
    palette: read('palette', ['short', 'full'], plain.palette),
    customers: read('customers', ['usual', 'all'], plain.customers),
    rows: read('rows', ['faults', 'failing', 'steps'], plain.rows),
    invariant: read('invariant', invariants, plain.invariant),
    kind: read('kind', kindFilters, plain.kind),
  }
  const names = Object.keys(look)
  const unknown = [...said.keys()].filter((name) => !names.includes(name)).slice(0, 3)
  return { look, problems: [...problems, ...unknown.map((name) => unknownWords('atlas', name, names))] }
}

/** What differs from how it opens. */
export function formatLook(look: Look): string {
  return Object.entries(look)
    .filter(([field, value]) => value !== plain[field as keyof Look])
    .map(([field, value]) => `${field}:${value}`)
    .join(',')
}

function unknownWords(what: string, text: string, known: readonly string[]): string {
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text
  return `${what} “${short}” is not known. Expected ${known.join(', ')}.`
}
