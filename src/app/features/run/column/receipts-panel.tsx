import { useMemo, type ReactNode } from 'react'
import { tablesAt } from '#simulator/tables.ts'
import { usePage, useRun } from '../../../state/page.tsx'
import { committedRows, euros, receiptsOf, statusWord, type Receipts } from '../../../state/receipts.ts'
import styles from './receipts.module.css'

/** What is left at the cursor: charged, shipped, stock, order. */
export function ReceiptsPanel() {
  const run = useRun()
  const cursor = usePage((page) => page.cursor)
  const receipts = useMemo(() => receiptsOf(committedRows(tablesAt(run, cursor))), [run, cursor])
  const { chargedCents, payments, parcels, stock, held, sold, chargedTwice, shippedTwice } = receipts
  return (
    <section className={styles['panel']} aria-label="Receipts">
      <header className={styles['header']}>
        <h2>Receipts</h2>
        <span>{cursor >= run.trace.length ? 'at the end' : `at event ${cursor}`}</span>
      </header>
      <dl className={styles['grid']}>
        <Receipt
          name="Charged"
          detail={payments === 1 ? '1 payment' : `${payments} payments`}
          isTwice={chargedTwice}
        >
          {euros(chargedCents)}
        </Receipt>
        <Receipt
          name="Shipped"
          detail={parcels === 1 ? '1 parcel' : `${parcels} parcels`}
          isTwice={shippedTwice}
        >
          {parcels}
        </Receipt>
        <Receipt name="Stock" detail={`${held} held, ${sold} sold`}>
          {stock} left
        </Receipt>
        <Receipt name={receipts.orders.length > 1 ? 'Orders' : 'Order'} detail={orderDetail(receipts)}>
          {orderValue(receipts)}
        </Receipt>
      </dl>
    </section>
  )
}

interface ReceiptProps {
  readonly name: string
  readonly detail: string
  /** A second slip on the first: the same thing happened twice. */
  readonly isTwice?: boolean
  readonly children: ReactNode
}

function Receipt({ name, detail, isTwice = false, children }: ReceiptProps) {
  return (
    <div className={`${styles['receipt']} ${isTwice ? styles['twice'] : ''}`}>
      <dt>{name}</dt>
      <dd>
        <strong>
          {children}
          {isTwice && <span> ×2</span>}
        </strong>
        <small title={detail}>{detail}</small>
      </dd>
    </div>
  )
}

function orderValue({ orders }: Receipts): string {
  const [first] = orders
  if (first === undefined) return 'None'
  return orders.length === 1 ? statusWord(first.status) : `${orders.length} orders`
}

function orderDetail({ orders }: Receipts): string {
  const [first] = orders
  if (first === undefined) return 'no order yet'
  if (orders.length === 1) return first.id
  return orders.map(({ status }) => status.toLowerCase()).join(', ')
}
