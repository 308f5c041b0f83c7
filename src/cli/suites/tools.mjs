/** How the two test runners are called, by `npm test` and by the soak alike. */
import { fileURLToPath } from 'node:url'
import { program } from '../install.mjs'

const fileBeside = (name) => fileURLToPath(new URL(name, import.meta.url))

/**
 * The words that run Vitest with this very Node.
 *
 * @param {readonly string[]} files from the repository's root, `:LINE` may follow; none means all
 * @returns {string[]}
 */
export function vitestWords(files) {
  return [
    program('vitest'),
    'run',
    // Without it a file cannot be asked for by line, and no outcome says the line.
    '--includeTaskLocation',
    '--reporter=default',
    `--reporter=${fileBeside('vitest-reporter.mjs')}`,
    ...files,
  ]
}

/**
 * The words that run Playwright with this very Node.
 *
 * @param {readonly string[]} files from the repository's root, `:LINE` may follow; none means all
 * @returns {string[]}
 */
export function playwrightWords(files) {
  return [
    program('playwright', '@playwright/test'),
    'test',
    '--config=e2e/playwright.config.ts',
    `--reporter=list,${fileBeside('playwright-reporter.mjs')}`,
    // What is asked for by name has failed, most often, and its trace says more than its message.
    ...(files.length > 0 ? ['--trace=retain-on-failure'] : []),
    ...files.map(playwrightFilter),
  ]
}

/** Playwright reads a file as a regular expression over its whole path. */
function playwrightFilter(file) {
  const [, path, line] = /^(.*?)((?::\d+)?)$/.exec(file)
  return `/${path.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}${line === '' ? '$' : line}`
}
