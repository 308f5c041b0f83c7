import { Choice } from '../parts/choice.tsx'
import { changeWorld } from '../state/commands.ts'
import { usePage, usePageStore } from '../state/page.tsx'

/** In the order in which customers come. */
const names = ['Alice', 'Bob']

/** What the customer does. A link may bring two customers; then both stand there as one more choice. */
export function CustomerChoice() {
  const store = usePageStore()
  const behaviours = usePage((page) => page.catalogue.customers)
  const customers = usePage((page) => page.wanted.customers)
  const titleOf = (behaviour: string) => behaviours.find(({ name }) => name === behaviour)?.title ?? behaviour
  const wordsOf = (list: readonly string[]) =>
    list.map((behaviour, at) => `${names[at] ?? 'Another'} ${titleOf(behaviour)}`).join(', ')
  const values = behaviours.map(({ name }) => name)
  const current = customers.join(',')
  const options = (values.includes(current) ? values : [...values, current]).map((value) => ({
    value,
    label: wordsOf(value.split(',')),
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
