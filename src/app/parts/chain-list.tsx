import type { Link } from '#explorer'
import styles from './chain-list.module.css'

interface ChainListProps {
  readonly links: readonly Link[]
  /** Goes to a link's event; without it the numbers are no more than that. */
  readonly onSeek?: (event: number) => void
  /** A link is pointed at, by its position from 1; null where one no longer is. */
  readonly onPoint?: (position: number | null) => void
}

/** An explanation in words: its links, each under the number of its event. */
export function ChainList({ links, onSeek, onPoint }: ChainListProps) {
  return (
    <ol className={styles['chain']}>
      {links.map((link, at) => {
        const point = () => onPoint?.(at + 1)
        return (
          <li
            key={`${link.role} ${link.event ?? ''}`}
            className={styles[link.role]}
            data-pointable={onPoint && ''}
            onPointerEnter={point}
            onPointerLeave={() => onPoint?.(null)}
          >
            <EventNumber event={link.event} onSeek={onSeek} onFocus={point} />
            <LinkWords link={link} />
          </li>
        )
      })}
    </ol>
  )
}

interface EventNumberProps {
  readonly event: Link['event']
  readonly onSeek: ((event: number) => void) | undefined
  readonly onFocus: () => void
}

function EventNumber({ event, onSeek, onFocus }: EventNumberProps) {
  if (event === null || onSeek === undefined)
    return (
      <span className={styles['number']} aria-hidden="true">
        {event ?? '–'}
      </span>
    )
  return (
    <button
      type="button"
      className={styles['number']}
      aria-label={`Event ${event}`}
      title={`Go to event ${event}`}
      onClick={() => onSeek(event)}
      onFocus={(focus) => {
        // This link is pointed at, and not all that is around it.
        focus.stopPropagation()
        onFocus()
      }}
    >
      {event}
    </button>
  )
}

function LinkWords({ link: { words, strong } }: { readonly link: Link }) {
  const [before = '', after = ''] = strong === null ? [words] : splitAt(words, strong)
  return (
    <span>
      {before}
      {strong !== null && <strong>{strong}</strong>}
      {after}
    </span>
  )
}

function splitAt(words: string, part: string): readonly [string, string] {
  const at = words.indexOf(part)
  return [words.slice(0, at), words.slice(at + part.length)]
}
