/** The six terms that a newcomer cannot know: one sentence each, the same wherever the page uses them. */
import type { TraceEvent } from '#simulator'

export type TermId = 'lease' | 'epoch' | 'fencing' | 'checkpoint' | 'replay' | 'idempotency-key'

export interface Term {
  /** As it stands in a sentence: `idempotency key`. */
  readonly name: string
  /** One sentence with its full stop; the term stands in it as `name` has it, or with a capital. */
  readonly sentence: string
}

export const glossary: { readonly [id in TermId]: Term } = {
  lease: {
    name: 'lease',
    sentence:
      'A lease gives one server the right to run a workflow until a time that it must keep extending.',
  },
  epoch: {
    name: 'epoch',
    sentence:
      'An epoch is a number that grows with each owner of a workflow, so that an old owner is recognised.',
  },
  fencing: {
    name: 'fencing',
    sentence: 'With fencing, the database rejects writes of a server that has lost the workflow.',
  },
  checkpoint: {
    name: 'checkpoint',
    sentence: 'A checkpoint is a row that says: this step is done, and this was its result.',
  },
  replay: {
    name: 'replay',
    sentence:
      'In a replay, the workflow runs from its first line, and finished steps return their saved results.',
  },
  'idempotency-key': {
    name: 'idempotency key',
    sentence:
      'An idempotency key identifies a call: if the same key comes again, the service repeats its first answer.',
  },
}

/** The terms that an event is an instance of, the most specific first; none for most events. */
export function termsOf({ what }: TraceEvent): readonly TermId[] {
  switch (what.kind) {
    case 'workflow':
      if (what.progress === 'recovered') return ['lease', 'epoch']
      if (what.progress === 'fenced') return ['fencing', 'epoch']
      return what.progress === 'claimed' ? ['epoch'] : []
    case 'step':
      return what.progress === 'replayed' ? ['replay', 'checkpoint'] : []
    case 'statement':
      if (what.label.startsWith('checkpoint:')) return ['checkpoint']
      return what.label === 'claim' || what.label === 'renew' ? ['lease'] : []
    case 'stripe-call':
      return what.idempotencyKey === null ? [] : ['idempotency-key']
    default:
      return []
  }
}
