/** A server's clock jumps, ahead or back, and stays wrong by that much. */
import { exactly } from '../../duration-words.ts'
import { defineFaultKind } from '../definition.ts'
import { choices, duration, readDuration, shorterThan, Unreadable } from '../parameter.ts'
import { server } from '../place.ts'

/** A clock can jump either way. */
function readJump(text: string): number | Unreadable {
  if (!text.startsWith('-')) return readDuration(text)
  const ms = readDuration(text.slice(1))
  return ms instanceof Unreadable ? ms : -ms
}

function direction(ms: number): string {
  return `${ms < 0 ? 'back' : 'ahead'} by ${exactly(Math.abs(ms))}`
}

function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${exactly(Math.abs(ms))}`
}

export const clockJump = defineFaultKind({
  kind: 'clock-jump',
  family: 'server',
  place: server,
  moment: 'before',
  parameters: {
    byMs: {
      ...duration({
        key: 'by',
        // A signature is good for 5 minutes: by then it is older than any clock that is right allows.
        default: 10 * 60_000,
        title: 'Clock jumps by',
        choices: choices(['−10 min', '-10min'], ['+10 min', '10min']),
        random: ['10s', '2min', '10min', '2h', '-10s', '-2min', '-10min', '-2h'],
        detail: direction,
        brief: signed,
      }),
      read: readJump,
      milder: (ms: number) => shorterThan(Math.abs(ms)).map((shorter) => Math.sign(ms) * shorter),
    },
  },
  hooks: { before: ({ byMs }) => ({ does: 'jump-clock', byMs }) },
  // A wrong clock stays wrong.
  lastsMs: () => Number.POSITIVE_INFINITY,
  evidence: {
    seen: 'injected',
    why: 'One server’s clock is moved: setting a real machine’s clock would move it for every process there.',
  },
  search: {
    weight: 210,
    variants: ['by=-10min'],
    short: null,
    lasting: ({ kind, byMs, target }) => `${kind} ${byMs} ${target ?? ''}`,
  },
  words: {
    clause: ({ byMs }, { ofTarget }) => `the clock${ofTarget} jumps ${direction(byMs)}`,
    verb: 'Clock jumps before',
    mark: ({ byMs }) => `clock ${signed(byMs)}`,
    beat: (mark, actor) => `${actor}: ${mark}`,
  },
  looks: {
    sign: 'other',
    ahead: 'after',
    struck: 'before',
    atlas: { row: 'clock jumps', filter: 'server' },
  },
  menu: [
    {
      rank: 60,
      words: 'Put its clock 10 min ahead before it',
      inGap: () => 'Put its clock 10 min ahead here',
    },
  ],
  buttons: {
    'clock-jump': {
      rank: 50,
      at: 'server',
      name: 'Jump its clock',
      meaning: 'its clock is 10 minutes ahead from then on',
    },
  },
})
