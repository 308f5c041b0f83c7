/** A statement is refused with 53100. */
import { defineFaultKind } from '../definition.ts'
import { statementAlone } from '../place.ts'

export const diskFull = defineFaultKind({
  kind: 'disk-full',
  family: 'database',
  place: statementAlone,
  moment: 'during',
  parameters: {},
  hooks: {
    refuse: () => ({
      sqlState: '53100',
      message: 'could not extend file "base/16384/16385": No space left on device',
    }),
  },
  evidence: {
    seen: 'postgresql',
    test: 'src/engine/full-disks.postgres.test.ts: disk-full: a statement that makes a table grow is 53100, its transaction is lost, its connection is not',
    what: 'A statement that makes a table grow gets 53100, and its transaction is lost. At a commit it was not seen: there it is injected.',
  },
  search: { weight: 180, variants: [], short: null, lasting: () => null },
  words: {
    clause: (_, { operation }) => `${operation} fails: the disk is full`,
    verb: 'Disk full at',
    mark: () => 'disk full',
  },
  looks: { sign: 'other', ahead: 'after', struck: 'before', atlas: { row: 'refused', filter: 'database' } },
  menu: [{ rank: 60, words: 'Postgres refuses it: 53100, disk full' }],
  buttons: {
    'fill-disk': {
      rank: 60,
      at: 'statement',
      name: 'Fill the disk',
      meaning: 'Postgres refuses it with 53100',
    },
  },
})
