/** What both kinds of crashes share: how long the process stays down, and what the graph says. */
import { formatDuration } from '../duration.ts'
import { exactly } from '../duration-words.ts'
import { choices, readDuration, type Parameter } from './parameter.ts'

const usualMs = 30_000

/** From the crash to the next process, milliseconds; null: not before settling. */
export const restart: Parameter<number | null> = {
  key: 'restart',
  default: usualMs,
  title: 'Down for',
  choices: choices(['5 s', '5s'], ['30 s', '30s'], ['5 min', '5min'], ['until the end', 'never']),
  isFree: true,
  // The lease is 10 s.
  random: ['1s', '12s', '30s', '5min', 'never'],
  read: (text) => (text === 'never' ? null : readDuration(text)),
  write: (ms) => (ms === null ? 'never' : formatDuration(ms)),
  // Half a minute is the usual: a restart that comes sooner hardly makes a plainer story.
  milder: (ms) => (ms === usualMs ? [] : [usualMs]),
  detail(ms) {
    if (ms === null) return 'stays down'
    return ms === usualMs ? null : `down for ${exactly(ms)}`
  },
  brief: (ms) => (ms === null ? 'stays down' : `down ${exactly(ms)}`),
}

export function deathOf(victim: string): { readonly struck: string; readonly ahead: string } {
  return { struck: `${victim} died`, ahead: `${victim} will die` }
}
