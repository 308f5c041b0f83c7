import styles from './help.module.css'

/** What one may conclude from what is seen here, and what not. */
export function WhatIsReal() {
  return (
    <ul className={styles['facts']}>
      <li>
        <strong>Real:</strong> PostgreSQL, compiled to WebAssembly (PGlite), in this tab; the engine and the
        shop, the same code as on a server; the SQL, the transactions, the rows; Stripe’s own client library.
      </li>
      <li>
        <strong>Simulated:</strong> Stripe’s side, after its documentation; the network, the customers and the
        clock. Crashes, lost and forged messages are injected. Nothing leaves this tab.
      </li>
      <li>
        <strong>The same every time:</strong> one input gives one run, event for event. A link is a run.
      </li>
      <li>
        <strong>Exactly once, with its scope:</strong> a transaction step and its checkpoint are one commit,
        so its rows are written once. A call to Stripe is made at least once; one key makes it count once.
      </li>
      <li>
        <strong>Not tried:</strong> faults fall between operations only; the database has one session, so
        there are no lock waits; disks do not fail. No violation found is not a proof.
      </li>
    </ul>
  )
}
