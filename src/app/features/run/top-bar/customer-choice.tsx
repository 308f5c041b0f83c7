import { customerWords } from '../../../model/customer-words.ts'
import { Choice } from '../../../parts/choice.tsx'
import { changeWorld } from '../../../state/commands.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'

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
