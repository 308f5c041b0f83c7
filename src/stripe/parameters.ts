import { invalidRequest } from './errors.ts'

/**
 * The parameters of a request, form-encoded in its body or in its query.
 *
 * They stay flat: `line_items[0][price_data][unit_amount]` is one name. It is the name that Stripe gives back
 * in an error's `param`, and a flat list is all that the idempotency layer has to compare.
 */
export class Parameters {
  readonly #values: ReadonlyMap<string, string>

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  /** Reads `a=1&b[c]=2`; of a name given twice the last counts. */
  static parse(encoded: string): Parameters {
    const values = new Map<string, string>()
    for (const pair of encoded.split('&')) {
      if (pair === '') continue
      const [name = '', ...value] = pair.split('=')
      values.set(decode(name), decode(value.join('=')))
    }
    return new Parameters(values)
  }

  /** A text, or undefined where it is absent; an empty value is absent, as in Stripe's forms. */
  text(name: string): string | undefined {
    return this.#values.get(name) || undefined
  }

  /** @throws {ApiError} parameter_missing */
  required(name: string): string {
    const value = this.text(name)
    if (value !== undefined) return value
    throw invalidRequest(`Missing required param: ${name}.`, { code: 'parameter_missing', param: name })
  }

  /** @throws {ApiError} parameter_invalid_integer where it is there and no integer. */
  integer(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    if (/^-?\d{1,15}$/.test(value)) return Number(value)
    throw invalidRequest(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param: name })
  }

  /** @throws {ApiError} parameter_missing, parameter_invalid_integer */
  requiredInteger(name: string): number {
    this.required(name)
    return this.integer(name) as number
  }

  /** The keys directly under `prefix`, in the order sent: `0` and `1` for `line_items[0][…]`, `line_items[1]`. */
  keysUnder(prefix: string): readonly string[] {
    const keys = new Set<string>()
    for (const name of this.#values.keys()) {
      if (!name.startsWith(`${prefix}[`)) continue
      keys.add(name.slice(prefix.length + 1, name.indexOf(']', prefix.length)))
    }
    return [...keys]
  }

  /** @throws {ApiError} parameter_unknown for the first name that no pattern covers entirely. */
  refuseOthers(known: readonly RegExp[]): void {
    for (const name of this.#values.keys()) {
      if (known.some((pattern) => pattern.test(name))) continue
      throw invalidRequest(`Received unknown parameter: ${name}`, { code: 'parameter_unknown', param: name })
    }
  }

  /** One text for the same parameters in whatever order they were sent. */
  fingerprint(): string {
    return JSON.stringify([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)))
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw invalidRequest('The request is not valid form-encoded text.')
  }
}
