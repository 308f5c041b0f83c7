/**
 * The command line: `main.mjs <command> arguments…` runs `<command>.ts` of this folder, which exports
 * `run(argv: string[]): Promise<number>` and returns the exit code.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
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
// A database that was left open would keep Node alive.
exitWhenWritten(await run())

async function run() {
  try {
    const { load } = await import('./load.mjs')
    const { module, close } = await load(pathOf(command))
    const exitCode = await module.run(argv)
    await close()
    return exitCode
  } catch (error) {
    console.error(error)
    return 1
  }
}
