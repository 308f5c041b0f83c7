import { isOperation, type Graph, type GraphNode } from '#program/graph.ts'
import { GapButton } from './gap-button.tsx'
import { listOf, type ListItem } from './list.ts'
import { at } from './node-story.ts'
import { shortTitle } from './words.ts'
import { StepCard } from './step-card.tsx'
import { CutSign } from './cut-sign.tsx'
import { InnerGaps } from './inner-gaps.tsx'
import type { GraphStory } from './story.ts'
import type { Cut } from './strikes.ts'
import styles from './list.module.css'

interface NodeListProps {
  readonly graph: Graph
  readonly story: GraphStory
  readonly cursor: number
  readonly onSelect: (event: number) => void
  /** The steps and what breaks between them alone: no branches, nothing inside a step, nothing to press between two. */
  readonly isBrief: boolean
}

/** The graph as a nested list: one step under the other, branches indented; a tap between two steps crashes there. */
export function NodeList(props: NodeListProps) {
  return (
    <div className={styles['list']} data-brief={props.isBrief || undefined}>
      {listOf(props.graph).map(({ title, items }) => (
        <section key={title} aria-label={title}>
          {props.graph.entries.length > 1 && <h2 className={styles['entry']}>{title}</h2>}
          <Items {...props} items={shownOf(items, props)} />
        </section>
      ))}
    </div>
  )
}

/** A start's title is that of its entry, which stands above already where there are several. */
function shownOf(items: readonly ListItem[], { graph, isBrief }: NodeListProps): readonly ListItem[] {
  if (isBrief) return items.filter((item) => item.kind === 'node' && isOperation(item.node))
  if (graph.entries.length === 1) return items
  return items.filter((item) => item.kind !== 'node' || item.node.kind !== 'start')
}

function Items({ items, ...props }: NodeListProps & { readonly items: readonly ListItem[] }) {
  return (
    <ol className={styles['items']}>
      {items.map((item) => (
        <li key={item.key}>
          {item.kind === 'node' && <Step {...props} node={item.node} />}
          {item.kind === 'elsewhere' && <p className={styles['again']}>{item.words}</p>}
          {item.kind === 'condition' && <p className={styles['onward']}>{item.label}</p>}
          {item.kind === 'branch' && (
            <div className={styles['branch']}>
              <p className={styles['condition']}>{item.label}</p>
              <Items {...props} items={item.items} />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}

function Step({ node, story, cursor, onSelect, isBrief }: NodeListProps & { readonly node: GraphNode }) {
  const states = story.nodes.get(node.id)
  if (!isOperation(node) || !states)
    return <p className={styles[node.kind] ?? styles['plain']}>{shortTitle(node)}</p>
  const state = at(states, cursor)
  const cuts = story.cuts.filter(({ gap }) => gap.startsWith(`${node.id}|`))
  const [before, after] = [cuts.filter(isArrival), cuts.filter((cut) => !isArrival(cut))]
  return (
    <>
      {before.map((cut) => (
        <CutLine key={`${cut.event} ${cut.ahead}`} cut={cut} struck={cut.event <= cursor} />
      ))}
      <StepCard node={node} state={state} onSelect={onSelect} />
      {!isBrief && (
        <>
          <InnerGaps state={state} />
          <GapButton gap={state.exit} form="list" />
        </>
      )}
      {after.map((cut) => (
        <CutLine key={`${cut.event} ${cut.ahead}`} cut={cut} struck={cut.event <= cursor} />
      ))}
    </>
  )
}

function isArrival({ gap }: Cut): boolean {
  return gap.endsWith('|arrival')
}

function CutLine({ cut, struck }: { readonly cut: Cut; readonly struck: boolean }) {
  const look = `${cut.sign === 'death' ? styles['death'] : ''} ${struck ? styles['struck'] : ''}`
  return (
    <p className={`${styles['cutLine']} ${look}`}>
      <CutSign sign={cut.sign} />
      <span>{cutWords(cut, struck)}</span>
    </p>
  )
}

/** The event of a fault whose run has not come is not known. */
function cutWords({ struck: words, ahead, event }: Cut, struck: boolean): string {
  if (struck) return `${words}, event ${event}`
  return Number.isFinite(event) ? `${ahead} at event ${event}` : ahead
}
