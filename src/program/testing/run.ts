/** Runs compiled code without a bundler, for tests. */

import * as frames from '../frame.ts'

/** Runs a module's code with `globals` within reach, and returns what it exports by name. */
export function run(code: string, globals: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const exported = [...code.matchAll(/export (?:const|let|async function|function) (\w+)/g)].map(
    ([, name]) => name ?? '',
  )
  const body = code
    .replace(/import \{ push[^}]*\} from [^;]*;/, '')
    .replaceAll(/export (?=const|let|async|function)/g, '')
  const runtime = {
    __push: frames.push,
    __leave: frames.leave,
    __back: frames.back,
    __bind: frames.bind,
    __now: frames.currentFrame,
    __set: frames.setCurrentFrame,
  }
  const scope = { ...runtime, ...globals }
  // oxlint-disable-next-line typescript/no-implied-eval -- to run what was compiled is what this is for
  const made = new Function(...Object.keys(scope), `${body}\nreturn { ${exported.join(', ')} }`) as (
    ...values: unknown[]
  ) => Record<string, unknown>
  return made(...Object.values(scope))
}
