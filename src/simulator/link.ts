/** A link is a run: the input and where to look, as readable text after the `#` (which no browser sends anywhere). */
import { fieldNames, formatInput, parseInput, type Input, type Vocabulary } from './input.ts'
import { readFields } from './link-fields.ts'
import { formatPoint, parsePoint, PlanError, type Point } from './point.ts'

/** Where the cursor stands: at an operation rather than at an event's number, which one more statement would move. */
export type Cursor =
  | { readonly at: 'start' }
  | { readonly at: 'end' }
  /** `offset` events after the operation was performed; 0 is the operation itself. */
  | { readonly at: 'point'; readonly point: Point; readonly offset: number }

/**
 * How the page shows an experiment: one lane with its graph, or all of them side by side; the atlas shows what all
 * experiments of one fault come to.
 */
export const views = ['focus', 'compare', 'atlas'] as const
export type View = (typeof views)[number]

export interface Link {
  /** In a comparison its guards may be any lane's. */
  readonly input: Input
  /** Null where the link names none: the page chooses. */
  readonly cursor: Cursor | null
  readonly view: View
  /** Answers and verdicts are hidden until asked for. */
  readonly ask: boolean
  /** Only the run and its transport are shown. */
  readonly embed: boolean
  /** Hash of the source that it was recorded with; null where unknown. */
  readonly program: string | null
  /** How the atlas is looked at, in the page's own words; absent where as it opens. */
  readonly atlas?: string
}

/** The part of a URL after `#`. */
export function formatLink(link: Link): string {
  const fields = new Map(Object.entries(formatInput(link.input)))
  if (link.cursor) fields.set('cursor', formatCursor(link.cursor))
  if (link.program !== null) fields.set('program', link.program)
  if (link.view !== 'focus') fields.set('view', link.view)
  if (link.atlas !== undefined) fields.set('atlas', link.atlas)
  if (link.ask) fields.set('ask', '1')
  if (link.embed) fields.set('embed', '1')
  return [...fields].map(([field, text]) => `${field}=${encodeText(text)}`).join('&')
}

export interface ParsedLink {
  readonly link: Link
  /** One sentence for each part that could not be read and was left at its default. */
  readonly problems: readonly string[]
  /** What to know of a link that could be read. */
  readonly notices: readonly string[]
  /** Whether it says what is run. A link that was cut after its first field does not. */
  readonly namesRun: boolean
}

/** Reads a URL's hash and query alike; what cannot be read is told in a sentence and left at its default. */
export function parseLink(text: string, vocabulary: Vocabulary): ParsedLink {
  const { values, names, problems: broken, isOn } = readFields(text, knownFields, switches)
  const { view, problem: unknownView } = parseView(values['view'])
  const { input, problems, notices } = parseInput(
    values,
    view === 'focus' ? vocabulary : withGuardsOfAll(vocabulary),
  )
  const { cursor, problem } = parseCursor(values['cursor'], vocabulary)
  const namesRun = runFields.some((name) => names.has(name))
  return {
    link: {
      input,
      cursor,
      view,
      ask: isOn('ask'),
      embed: isOn('embed'),
      program: values['program'] ?? null,
      ...(values['atlas'] === undefined ? {} : { atlas: values['atlas'] }),
    },
    problems: unique([
      ...broken,
      ...problems,
      ...[problem, unknownView].filter((sentence) => sentence !== null),
      // In every link of ours the implementation follows.
      ...(names.has('version') && !namesRun ? [cutOff] : []),
    ]),
    notices: namesRun ? notices : [],
    namesRun,
  }
}

function unique(problems: readonly string[]): readonly string[] {
  return [...new Set(problems)]
}

/** Said of a link that was cut at its first `&`. */
export const cutOff = 'The link names no run: it ends after its version. Copy the whole link again.'

function parseView(text = 'focus'): { view: View; problem: string | null } {
  const view = views.find((name) => name === text)
  if (view !== undefined) return { view, problem: null }
  return { view: 'focus', problem: `view “${text}” is not known. Expected ${views.join(', ')}.` }
}

function withGuardsOfAll(vocabulary: Vocabulary): Vocabulary {
  const all = [...new Set(Object.values(vocabulary.guards).flat())]
  return { ...vocabulary, guards: Object.fromEntries(vocabulary.implementations.map((name) => [name, all])) }
}

/** Keeps what plans are made of readable; escapes what would end a field or be changed by a messenger. */
function encodeText(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%2F', '/')
    .replaceAll('%3A', ':')
    .replaceAll('%40', '@')
    .replaceAll('%2C', ',')
    .replaceAll('%3D', '=')
    .replaceAll('%3B', ';')
}

/** Fields of an input that say what is run. */
const runFields = fieldNames.filter((name) => name !== 'version' && name !== 'scenario')
const switches: ReadonlySet<string> = new Set(['ask', 'embed'])
const knownFields: ReadonlySet<string> = new Set([
  ...fieldNames,
  'cursor',
  'view',
  'atlas',
  'program',
  ...switches,
])

function formatCursor(cursor: Cursor): string {
  switch (cursor.at) {
    case 'start':
    case 'end':
      return cursor.at
    case 'point':
      return formatPoint(cursor.point) + (cursor.offset === 0 ? '' : `+${cursor.offset}`)
  }
}

function parseCursor(
  text: string | undefined,
  vocabulary: Vocabulary,
): { cursor: Cursor | null; problem: string | null } {
  if (text === undefined) return { cursor: null, problem: null }
  if (text === 'start' || text === 'end') return { cursor: { at: text }, problem: null }
  try {
    const match = /^(.*?)(?:\+(\d{1,4}))?$/.exec(text)
    const point = parsePoint(match?.[1] ?? '')
    if (!vocabulary.labels.includes(point.label)) {
      return { cursor: null, problem: `cursor “${text}” names an operation that no implementation has.` }
    }
    return { cursor: { at: 'point', point, offset: Number(match?.[2] ?? 0) }, problem: null }
  } catch (error) {
    if (error instanceof PlanError) return { cursor: null, problem: `cursor ${error.message}` }
    throw error
  }
}
