/** A run as texts to take elsewhere: a command line, an embedding. */
import { formatInput, type Input } from '#simulator'

/** The command that gives the same run in a terminal. */
export function commandLine(input: Input): string {
  const { version: _, scenario: __, guards: ___, ...fields } = formatInput(input)
  const options = Object.entries(fields).map(([field, text]) => `--${field} ${quote(text)}`)
  const guards = Object.entries(input.guards).map(([guard, on]) => `--${on ? 'with' : 'without'} ${guard}`)
  return ['npm run --silent simulate --', ...options, ...guards, '--json'].join(' ')
}

/** A frame for somebody's page. @param address Of the run, with `embed=1`. @param height Of the frame, in pixels. */
export function embedding(address: string, title: string, height = 600): string {
  const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<iframe src="${escape(address)}" title="${escape(title)}" width="100%" height="${height}" style="border:0" loading="lazy"></iframe>`
}

/** Plain words as they are, everything else in single quotes. */
function quote(text: string): string {
  return /^[\w,./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
