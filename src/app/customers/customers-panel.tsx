import { CircleAlert, CircleCheck, CreditCard, Mail, MailX, Store } from 'lucide-react'
import { useMemo } from 'react'
import type { Run } from '#simulator'
import type { Card } from './card.ts'
import { customerViews, type CustomerView } from './customer-views.ts'
import styles from './customers.module.css'

export interface CustomersPanelProps {
  readonly run: Run
  /** How many events have happened. */
  readonly cursor: number
  readonly onSeek: (index: number) => void
  /** Whether the end may be told already. */
  readonly isTold: boolean
}

/** What each customer saw until now: pages and mails. The last card tells whether that is the truth. */
export function CustomersPanel({ run, cursor, onSeek, isTold }: CustomersPanelProps) {
  const views = useMemo(() => customerViews(run, cursor), [run, cursor])
  return (
    <section className={styles['panel']} aria-label="Customers">
      {views.map((view) => (
        <Customer key={view.name} view={view} cursor={cursor} onSeek={onSeek} isTold={isTold} />
      ))}
    </section>
  )
}

interface CustomerProps extends Pick<CustomersPanelProps, 'cursor' | 'onSeek' | 'isTold'> {
  readonly view: CustomerView
}

function Customer({ view, cursor, onSeek, isTold }: CustomerProps) {
  const { name, cards, ending } = view
  return (
    <div className={styles['customer']}>
      <h2>What {name} sees</h2>
      <ol>
        {cards.length === 0 && <li className={styles['none']}>Nothing yet.</li>}
        {cards.map((card, at) => (
          <li key={`${card.event} ${card.words}`}>
            <SeenCard card={card} isNow={at === cards.length - 1 && card.event === cursor} onSeek={onSeek} />
          </li>
        ))}
        {isTold && ending !== null && (
          <li className={`${styles['ending']} ${styles[ending.tone]}`}>
            <span className={styles['source']}>
              {ending.tone === 'bad' ? (
                <CircleAlert size={13} aria-hidden="true" />
              ) : (
                <CircleCheck size={13} aria-hidden="true" />
              )}
              In truth
            </span>
            <strong>{ending.words}</strong>
            {ending.shop !== null && <strong className={styles['shopLoss']}>{ending.shop}</strong>}
          </li>
        )}
      </ol>
    </div>
  )
}

const sources = {
  shop: { words: 'Shop', Icon: Store },
  stripe: { words: 'Stripe', Icon: CreditCard },
  mail: { words: 'Mail', Icon: Mail },
  nothing: { words: 'No message', Icon: MailX },
} as const

interface SeenCardProps {
  readonly card: Card
  readonly isNow: boolean
  readonly onSeek: (index: number) => void
}

function SeenCard({ card, isNow, onSeek }: SeenCardProps) {
  const { words, Icon } = sources[card.from]
  const classes = [styles['card'], styles[card.from], styles[card.tone], isNow ? styles['now'] : '']
  return (
    <button
      type="button"
      className={classes.join(' ')}
      title={`Go to event ${card.event}`}
      onClick={() => onSeek(card.event)}
    >
      <span className={styles['source']}>
        <Icon size={13} aria-hidden="true" /> {words}
        <span className={styles['number']}>{card.event}</span>
      </span>
      <strong>{card.words}</strong>
      {card.detail !== null && <small>{card.detail}</small>}
    </button>
  )
}
