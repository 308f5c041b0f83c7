/**
 * The fields of a link as they are written, `name=value` joined by `&`, before any value is read.
 *
 * Links are cut, pasted and sent through programs that change them. Nothing of that is passed over in silence: each
 * field that is damaged, empty, unknown or there twice is told in a sentence.
 */

export interface LinkFields {
  /** Readable values by name. Of a field that is there twice the last one. */
  readonly values: { readonly [name: string]: string }
  /** Known fields that are there, readable or not. */
  readonly names: ReadonlySet<string>
  readonly problems: readonly string[]
  /**
   * Whether a field that is `1` or `0` is on. Whatever is not clearly off is on: a link that asks first does not give
   * its answer away because `ask=1` became `Ask=1`, `ask=yes` or `ask=%`.
   */
  isOn(name: string): boolean
}

/** One `name=value`. Null: its value cannot be decoded. */
interface Field {
  readonly name: string
  readonly text: string
  readonly value: string | null
}

const on: ReadonlySet<string> = new Set(['1', 'true'])
const off: ReadonlySet<string> = new Set(['0', 'false'])
/** Unknown fields that are named one by one; a link that is nothing may have thousands. */
const mostNamed = 3

/**
 * @param text an address, its query and hash, or the fields alone
 * @param known names of fields
 * @param switches those of them that are `1` or `0`
 */
export function readFields(
  text: string,
  known: ReadonlySet<string>,
  switches: ReadonlySet<string>,
): LinkFields {
  const { query, hash } = splitAddress(text)
  const knownPlain = new Set([...known].map((name) => name.toLowerCase()))
  // Of the query only what is ours counts: other sites add fields of their own to a link.
  const ours = fieldsOf(query).filter(({ name }) => knownPlain.has(plainName(name)))
  const fields = [...ours, ...fieldsOf(hash)]
  const names = new Set(fields.map(({ name }) => name).filter((name) => known.has(name)))
  const values = new Map<string, string>()
  const problems: string[] = []
  for (const name of names) {
    const all = fields.filter((field) => field.name === name)
    if (switches.has(name)) {
      problems.push(...switchProblems(name, all))
      continue
    }
    const value = all.findLast((field) => isReadable(field))?.value ?? null
    if (value !== null) values.set(name, value)
    problems.push(...all.flatMap(damageOf))
    if (all.length > 1) problems.push(`${twice(name, all)} The last one is used.`)
  }
  return {
    values: Object.fromEntries(values),
    names,
    problems: [...problems, ...unknownFields(fields, known)],
    isOn: (name) => fields.some((field) => plainName(field.name) === name && !off.has(field.value ?? '')),
  }
}

/** What comes after the first `#` is the hash, in which a `#` needs no escape; a text without address is all hash. */
function splitAddress(text: string): { query: string; hash: string } {
  const at = text.indexOf('#')
  const isAddress = /^([a-z][a-z0-9+.-]*:\/\/|[?/.])/i.test(text)
  const [address, hash] =
    at >= 0 ? [text.slice(0, at), text.slice(at + 1)] : isAddress ? [text, ''] : ['', text]
  const question = address.indexOf('?')
  return { query: question < 0 ? '' : address.slice(question + 1), hash: hash.replace(/^[?#]+/, '') }
}

function fieldsOf(text: string): readonly Field[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=')
      const value = at < 0 ? '' : part.slice(at + 1)
      return { name: at < 0 ? part : part.slice(0, at), text: value, value: decode(value) }
    })
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** A name without what programs do to it: capitals, and `&amp;` for `&`. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/^amp;/, '')
}

function isReadable({ value }: Field): boolean {
  return value !== null && value !== ''
}

function damageOf({ name, text, value }: Field): readonly string[] {
  if (value === null)
    return [
      `${name} “${abbreviate(text)}” is damaged: a character is cut off after a %. Copy the whole link again.`,
    ]
  return value === '' ? [`${name} is empty. Give it a value, or leave it out.`] : []
}

function switchProblems(name: string, all: readonly Field[]): readonly string[] {
  const bad = all.filter(({ value }) => !on.has(value ?? '') && !off.has(value ?? ''))
  return [
    ...bad.map(({ text }) => `${name} “${abbreviate(text)}” is neither 1 nor 0. It is read as 1.`),
    ...(all.length > 1 ? [`${twice(name, all)} It is 1 unless each of them is 0.`] : []),
  ]
}

function twice(name: string, all: readonly Field[]): string {
  const shown = all.slice(0, mostNamed).map(({ text }) => `“${abbreviate(text)}”`)
  return `${name} is in the link ${all.length === 2 ? 'twice' : `${all.length} times`}: ${shown.join(', ')}.`
}

function unknownFields(fields: readonly Field[], known: ReadonlySet<string>): readonly string[] {
  const names = [...new Set(fields.map(({ name }) => name))].filter((name) => !known.has(name))
  const told = names.slice(0, mostNamed).map((name) => {
    const meant = [...known].find((each) => each.toLowerCase() === plainName(name))
    const advice = meant === undefined ? 'Fields look like implementation=naive.' : `Did you mean “${meant}”?`
    return `“${abbreviate(name)}” is not a field of a link. ${advice}`
  })
  const more = names.length - told.length
  return more > 0 ? [...told, `${more} more ${more === 1 ? 'is' : 'are'} not fields of a link either.`] : told
}

function abbreviate(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
