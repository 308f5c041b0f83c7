/**
 * Flags of a command line, with a sentence for each that is wrong. Node's own sentences leave out what to do, and it
 * takes the last of a flag that is given twice without a word.
 */
import { parseArgs } from 'node:util'

/** What the shell makes of an unquoted link or plan is the commonest reason for a word that belongs to no flag. */
const quoteAdvice = 'Put a value with spaces, &, ; or parentheses in quotes.'

export type Flags = {
  readonly [name: string]:
    | { readonly type: 'string'; readonly multiple?: boolean; readonly default?: string }
    | { readonly type: 'boolean'; readonly default?: boolean }
}

export type Read<F extends Flags> = { readonly values: Values<F> } | { readonly problems: readonly string[] }

type Values<F extends Flags> = ReturnType<typeof parseArgs<{ options: F }>>['values']

export function readFlags<F extends Flags>(argv: readonly string[], flags: F): Read<F> {
  const { tokens } = parseArgs({ args: [...argv], options: flags, strict: false, tokens: true })
  const problems: string[] = []
  const words: string[] = []
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind === 'positional') {
      problems.push(`“${token.value}” belongs to no flag. ${quoteAdvice}`)
    } else if (token.kind === 'option') {
      const { name, rawName, value } = token
      const isKnown = rawName === `--${name}` && Object.hasOwn(flags, name)
      const problem = problemOf(rawName, value, isKnown ? flags[name] : undefined, flags)
      if (problem !== null) problems.push(problem)
      given.set(name, [...(given.get(name) ?? []), value ?? ''])
      // In one word, so that a value may begin with a dash.
      words.push(value === undefined ? rawName : `${rawName}=${value}`)
    }
  }
  for (const [name, values] of given) {
    const flag = flags[name]
    if (values.length < 2 || flag?.type !== 'string' || flag.multiple === true) continue
    problems.push(
      `--${name} is given ${values.length} times: ${values.map((each) => `“${each}”`).join(', ')}. Give it once.`,
    )
  }
  if (problems.length > 0) return { problems: [...new Set(problems)] }
  return { values: parseArgs({ args: words, options: flags, allowPositionals: false }).values }
}

function problemOf(
  rawName: string,
  value: string | undefined,
  flag: Flags[string] | undefined,
  flags: Flags,
): string | null {
  if (flag === undefined) {
    const meant = Object.keys(flags).find((name) => isNear(name, rawName.replace(/^-+/, '')))
    return `${rawName} is not a flag of this command.${meant === undefined ? '' : ` Did you mean --${meant}?`}`
  }
  if (flag.type === 'boolean')
    return value === undefined ? null : `${rawName} takes no value, not “${value}”. Give it alone.`
  const isFlag =
    value !== undefined && Object.hasOwn(flags, value.replace(/^--/, '')) && value.startsWith('--')
  if (value === undefined || isFlag) return `${rawName} has no value. Give it one, or leave ${rawName} out.`
  return value.trim() === '' ? `${rawName} is empty. Give it a value, or leave ${rawName} out.` : null
}

/** Whether a name is another one with one end missing, or other capitals: `fault`, `settlems`, `customer`. */
function isNear(name: string, written: string): boolean {
  const [known, word] = [name.toLowerCase(), written.toLowerCase()]
  return word.length > 2 && (known.startsWith(word) || word.startsWith(known))
}
