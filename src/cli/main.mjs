/**
 * The command line: `main.mjs <command> arguments…` runs `<command>.ts` of this folder, which exports
 * `run(argv: string[]): Promise<number>` and returns the exit code.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { toSourcePositions } from './bundle/positions.mjs'
import { installWhatIsMissing, repository, requireNode } from './install.mjs'
import { exitWhenWritten, watchOutput } from './output.mjs'

const COMMANDS = ['simulate', 'explore', 'bench', 'soak']
const pathOf = (command) => `src/cli/${command}.ts`

requireNode()
watchOutput()
const [command, ...argv] = process.argv.slice(2)
const known = COMMANDS.filter((name) => existsSync(join(repository, pathOf(name))))
if (!known.includes(command)) {
  const problem = command === undefined ? 'No command given' : `There is no command "${command}"`
  console.error(`${problem}. The commands are: ${known.join(', ')}.`)
  process.exit(2)
}
installWhatIsMissing()
process.on('uncaughtException', (error) => {
  show(error)
  process.exit(1)
})
// A database that was left open would keep Node alive.
exitWhenWritten(await run())

async function run() {
  try {
    const { load } = await import('./load.mjs')
    const { run: runCommand } = await load(pathOf(command))
    return await runCommand(argv)
  } catch (error) {
    show(error)
    return 1
  }
}

/** As Node would, with the lines of the TypeScript. */
function show(error) {
  console.error(toSourcePositions(inspect(error)))
}
