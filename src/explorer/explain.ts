/**
 * Why a run ends as it does, as a short chain of links.
 *
 * The chain is read off the trace, backwards from the rows that violate an invariant: which deeds wrote them, what led
 * to each of these, where the two ways part, which fault lies there, and what would have had to be known. Nothing is
 * told that the trace does not show. How the chain is read off holds for any run; which deeds an invariant is about, and
 * what its rows say, is known for those of the checkout (`anomaly.ts`, `left.ts`).
 *
 * X1 Every link cites an event of the run, or none where it tells of something that never happened.
 * X2 At most `mostLinks` links; what was done, what struck and what is left are never left out.
 */
import { violationsIn, whyNotJudged, type Run, type Violation } from '#simulator'
import { anomalyOf, gravest } from './anomaly.ts'
import { heldLinks } from './held.ts'
import { leftLink } from './left.ts'
import { mostLinks, type Explanation, type Link } from './links.ts'
import { endlessLinks } from './endless.ts'
import { neverLinks } from './never.ts'
import { partingOf } from './parting.ts'
import { staleLinks } from './stale.ts'
import { twiceLinks, wrongLinks } from './twice.ts'
import { link } from './link.ts'

/**
 * Explains a violation of a run, or why there is none, or why that is not known.
 * @param run simulated with capture
 * @param reference the run of the same input without its faults: tells what would have come next
 * @param chosen the invariant whose violation is wanted; the gravest where it holds or none is named
 */
export function explain(run: Run, reference?: Run, chosen: string | null = null): Explanation {
  const verdict = violationsIn(run).find(({ id }) => id === chosen) ?? gravest(run)
  const parting = reference === undefined ? null : partingOf(run, reference)
  const unjudged = whyNotJudged(run)
  if (verdict === undefined && unjudged !== null)
    return { invariant: null, links: unjudgedLinks(run, unjudged, reference), parting }
  if (verdict === undefined)
    return { invariant: null, links: shortened(heldLinks(run, reference), mostLinks), parting }
  return { invariant: verdict.id, links: explainVerdict(run, verdict, reference), parting }
}

/** What a run did that was stopped before its end. */
function unjudgedLinks(run: Run, why: string, reference?: Run): readonly Link[] {
  const links = shortened(endlessLinks(run, reference), mostLinks - 1)
  return [...links, link(run, 'left', run.trace.length, { id: 'unjudged', why })]
}

/** Explains one violated invariant. */
export function explainVerdict(run: Run, verdict: Violation, reference?: Run): readonly Link[] {
  return [...shortened(linksOf(run, verdict, reference), mostLinks - 1), leftLink(run, verdict)]
}

function linksOf(run: Run, verdict: Violation, reference?: Run): readonly Link[] {
  const anomaly = anomalyOf(run, verdict)
  switch (anomaly.kind) {
    case 'twice':
      return twiceLinks(run, anomaly.deeds, reference)
    case 'wrong':
      return wrongLinks(run, anomaly.deed, reference)
    case 'stale':
      return staleLinks(run, anomaly.stale, reference)
    case 'never':
      return neverLinks(run, anomaly.order, anomaly.last, reference)
    case 'endless':
      return endlessLinks(run, reference)
  }
}

/** In the order of their events, what never happened last; nothing said twice, and no more than can be read. */
export function shortened(links: readonly Link[], most: number): readonly Link[] {
  const place = ({ event }: Link) => event ?? Number.POSITIVE_INFINITY
  const isSame = (one: Link, other: Link) => one.event === other.event && one.role === other.role
  const inOrder = links
    .filter((link, at) => links.findIndex((other) => isSame(link, other)) === at)
    .toSorted((one, other) => (place(one) === place(other) ? 0 : place(one) - place(other)))
  const kept = inOrder
    .toSorted((one, other) => weightOf(other, inOrder) - weightOf(one, inOrder))
    .slice(0, most)
  return inOrder.filter((link) => kept.includes(link))
}

/** X2. */
function weightOf(link: Link, links: readonly Link[]): number {
  const isFirst = links.find(({ role }) => role === link.role) === link
  if (link.role === 'left' || link.role === 'did') return 4
  if (link.role === 'fault' || link.role === 'again') return isFirst ? 4 : 2
  return link.strong === null ? 1 : 3
}
