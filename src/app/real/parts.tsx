import versions from 'virtual:versions'
import styles from './real.module.css'

/** Each part of what runs here, and what it is. */
const parts: readonly { readonly name: string; readonly isReal: boolean; readonly words: string }[] = [
  {
    name: 'Database',
    isReal: true,
    words: `PGlite ${versions.pglite}: PostgreSQL ${versions.postgres}, compiled to WebAssembly, in this tab. It has one session.`,
  },
  {
    name: 'Engine and shop',
    isReal: true,
    words: 'The same code as on a server: its SQL, its transactions, its rows.',
  },
  {
    name: 'At-least-once',
    isReal: true,
    words: 'Same engine, history in a second database. It is not a vendor’s product.',
  },
  {
    name: 'Stripe’s client',
    isReal: true,
    words: `Stripe’s own library for Node, ${versions.stripe}. It retries as by default, in simulated time and under a key drawn from the seed.`,
  },
  {
    name: 'Stripe’s side',
    isReal: false,
    words:
      'Its API, idempotency keys, webhooks and signatures, modelled on Stripe’s documentation. No payment is made.',
  },
  {
    name: 'Network, customers, clock',
    isReal: false,
    words: 'Nothing leaves this tab. One input gives one run, event for event, so a link is a run.',
  },
]

export function Parts() {
  return (
    <dl className={styles['parts']}>
      {parts.map(({ name, isReal, words }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <strong>{isReal ? 'Real.' : 'Simulated.'}</strong> {words}
          </dd>
        </div>
      ))}
    </dl>
  )
}
