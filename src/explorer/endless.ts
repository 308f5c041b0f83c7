/** Why a run never comes to rest: what it does over and over. */
import type { Run } from '#simulator'
import { sentence } from '#simulator/sentence.ts'
import { faultsIn } from './causes.ts'
import { deedsOf, effectsOf } from './deeds.ts'
import type { Link } from './links.ts'
import { faultLink } from './turns.ts'
import { effectLink, link } from './link.ts'

export function endlessLinks(run: Run, reference?: Run): readonly Link[] {
  const last = deedsOf(run).findLast((deed) => effectsOf(deed).length > 0)
  const counts = new Map<string, number>()
  const tail = run.trace.filter(({ index }) => index > (last?.event ?? 0))
  for (const event of tail) counts.set(sentence(event, run), (counts.get(sentence(event, run)) ?? 0) + 1)
  const [often] = [...counts].toSorted(([, one], [, other]) => other - one)
  const repeated = often && tail.findLast((event) => sentence(event, run) === often[0])
  return [
    ...(last ? [effectLink(run, 'did', last)] : []),
    ...faultsIn(run).map((fault) => faultLink(run, fault, reference)),
    ...(often && repeated && often[1] > 1
      ? [link(run, 'again', repeated.index, { id: 'repeated', event: repeated.index, times: often[1] })]
      : []),
  ]
}
