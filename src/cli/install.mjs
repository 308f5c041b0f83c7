/**
 * Makes a fresh clone ready: the right Node, and the packages that the lock file names.
 *
 * Plain JavaScript on Node's own modules, since it runs before anything is installed and Node 20 runs no
 * TypeScript. Everything it says goes to standard error: a command's result is alone on standard output.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The directory that holds package.json. */
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Ends the process with a sentence when Node is too old for Vite and the linter. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return
  console.error(
    `Crashcart needs Node 20.19 or later (or 22.12 or later); this is ${process.versions.node}.\n` +
      'Get a newer one from https://nodejs.org and try again.',
  )
  process.exit(1)
}

/** Runs `npm ci` when node_modules is missing or holds something else than the lock file says. */
export function installWhatIsMissing() {
  if (isInstalled()) return
  console.error('Installing packages …')
  const startMs = Date.now()
  // The log level is given since `npm run --silent` hands its own down, and a failure would say nothing.
  const options = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, error } = npm(options)
  if (status !== 0) {
    console.error(`Packages could not be installed${error ? `: ${error.message}` : ''}.`)
    process.exit(1)
  }
  console.error(`Installed in ${seconds(startMs)}.`)
}

/** Milliseconds since `startMs` as words: `3.2 s`. */
export function seconds(startMs) {
  return `${((Date.now() - startMs) / 1000).toFixed(1)} s`
}

/**
 * The program of an installed package, to be run with this very Node.
 *
 * @param {string} name the program's name, such as `vite`
 * @param {string} [inPackage] the package that has it, when it is named otherwise
 * @returns {string} the path of its JavaScript file
 */
export function program(name, inPackage = name) {
  const home = join(repository, 'node_modules', inPackage)
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  return join(home, typeof bin === 'string' ? bin : bin[name])
}

function isInstalled() {
  // npm keeps in node_modules a list of what it really put there, in the lock file's own form.
  const hidden = join(repository, 'node_modules/.package-lock.json')
  if (!existsSync(hidden)) return false
  const wanted = packagesOf(join(repository, 'package-lock.json'))
  const there = packagesOf(hidden)
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true
    // Packages for other platforms are in the lock file and rightly not on this machine.
    if (!there[path]) return Boolean(optional || devOptional)
    return there[path].version === version && existsSync(join(repository, path))
  })
}

const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages ?? {}

function npm(options) {
  // npm tells its scripts where it is itself; outside of npm the one on the path will do.
  const cli = process.env.npm_execpath
  const [command, before] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []]
  return spawnSync(command, [...before, ...options], {
    cwd: repository,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm' && process.platform === 'win32',
  })
}
