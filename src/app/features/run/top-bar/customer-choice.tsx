import { formatDuration, parseDuration } from '#simulator/duration.ts'
import { exactly } from '#simulator/duration-words.ts'
import { customerWords } from '../../../model/customer-words.ts'
import { Choice } from '../../../parts/choice.tsx'
import { changeWorld } from '../../../state/commands.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'

/** Hours, and days as Stripe has them for the slowest methods: 14 business days are 20 with three weekends. */
const settlingTimes = ['1h', '1d', '6d', '20d']

/** How long a slow payment takes: only where one is chosen. */
export function SettlingChoice() {
  const store = usePageStore()
  const behaviours = usePage((page) => page.catalogue.customers)
  const customers = usePage((page) => page.wanted.customers)
  const current = usePage((page) => formatDuration(page.wanted.paymentSettlesMs))
  if (!behaviours.some(({ name, settlesLater }) => settlesLater && customers.includes(name))) return null
  return (
    <Choice
      label="Settles after"
      caption
      options={[...new Set([...settlingTimes, current])].map((value) => ({
        value,
        label: exactly(parseDuration(value) ?? 0),
      }))}
      value={current}
      onChoose={(value) => changeWorld(store, { paymentSettlesMs: parseDuration(value) ?? 0 })}
    />
  )
}

/** What the customer does. A link may bring two customers; then both stand there as one more choice. */
export function CustomerChoice() {
  const store = usePageStore()
  const behaviours = usePage((page) => page.catalogue.customers)
  const customers = usePage((page) => page.wanted.customers)
  const values = behaviours.map(({ name }) => name)
  const current = customers.join(',')
  const options = (values.includes(current) ? values : [...values, current]).map((value) => ({
    value,
    label: customerWords(value.split(','), behaviours),
  }))
  return (
    <Choice
      label="Customer"
      caption
      options={options}
      value={current}
      onChoose={(value) => changeWorld(store, { customers: value.split(',') })}
    />
  )
}
