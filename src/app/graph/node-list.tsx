import { isOperation, type Graph, type GraphNode } from '#program/graph.ts'
import { GapButton } from './gap-button.tsx'
import { listOf, type ListItem } from './list.ts'
import { at, gapId } from './node-story.ts'
import { shortTitle } from './size.ts'
import { StepCard } from './step-card.tsx'
import type { Cut, GraphStory } from './story.ts'
import styles from './list.module.css'

interface NodeListProps {
  readonly graph: Graph
  readonly story: GraphStory
  readonly cursor: number
  readonly onSelect: (event: number) => void
}

/** The graph as a nested list: one step under the other, branches indented; a tap between two steps crashes there. */
export function NodeList(props: NodeListProps) {
  return (
    <div className={styles['list']}>
      {listOf(props.graph).map(({ title, items }) => (
        <section key={title} aria-label={title}>
          {props.graph.entries.length > 1 && <h2 className={styles['entry']}>{title}</h2>}
          <Items
            {...props}
            // Its title stands above already.
            items={props.graph.entries.length > 1 ? items.filter((item) => !isStart(item)) : items}
          />
        </section>
      ))}
    </div>
  )
}

function isStart(item: ListItem): boolean {
  return item.kind === 'node' && item.node.kind === 'start'
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

function Step({ node, story, cursor, onSelect }: NodeListProps & { readonly node: GraphNode }) {
  const states = story.nodes.get(node.id)
  if (!isOperation(node) || !states)
    return <p className={styles[node.kind] ?? styles['plain']}>{shortTitle(node)}</p>
  const state = at(states, cursor)
  const cut = story.cuts.find(({ gap }) => gap === gapId(node.id, 'exit') || gap.startsWith(`${node.id}|`))
  return (
    <>
      <StepCard node={node} state={state} onSelect={onSelect} />
      <GapButton gap={state.exit} form="list" />
      {cut && <CutLine cut={cut} struck={cut.event <= cursor} />}
    </>
  )
}

function CutLine({ cut, struck }: { readonly cut: Cut; readonly struck: boolean }) {
  return (
    <p className={`${styles['cutLine']} ${struck ? styles['struck'] : ''}`}>
      <svg viewBox="0 0 22 22" aria-hidden="true">
        <rect x="1" y="1" width="20" height="20" rx="4" />
        <path d="M7 7l8 8m0-8l-8 8" />
      </svg>
      <span>
        {cut.server} {struck ? `died, event ${cut.event}` : `will die at event ${cut.event}`}
      </span>
    </p>
  )
}
