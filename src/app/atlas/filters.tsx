import { Choice } from '../parts/choice.tsx'
import { Segments } from '../parts/segments.tsx'
import { kindFilters, type KindFilter } from '../state/look.ts'
import { usePage, usePreferences } from '../state/page.tsx'
import { prefer } from '../state/preferences.ts'
import type { AtlasView } from './atlas-view.ts'
import styles from './filters.module.css'
import { isInPalette, kindFilterWords } from './places.ts'

const any = 'any'

/** What is looked at, and how. */
export function Filters({ look, onLook, session }: AtlasView) {
  const { largeRows } = usePreferences()
  const all = usePage((page) => page.catalogue.customers.length)
  return (
    <div className={styles['filters']} role="group" aria-label="Filters">
      <Segments
        label="Kinds of faults"
        options={[
          { value: 'short', label: 'Short list', title: 'The kinds that break something most often' },
          {
            value: 'full',
            label: 'Every kind',
            title: 'Every kind of fault, at every operation where it can occur',
          },
        ]}
        value={look.palette}
        onChoose={(palette) => onLook({ palette })}
      />
      <Segments
        label="Customers"
        options={[
          { value: 'usual', label: `${session.usualCustomers.length || 3} customers` },
          { value: 'all', label: `All ${all}` },
        ]}
        value={look.customers}
        onChoose={(customers) => onLook({ customers })}
      />
      <Segments
        label="Rows"
        options={[
          { value: 'faults', label: 'All rows' },
          { value: 'failing', label: 'Failing' },
          { value: 'steps', label: 'Steps' },
        ]}
        value={look.rows}
        onChoose={(rows) => onLook({ rows })}
      />
      <KindChoice look={look} onLook={onLook} />
      <InvariantChoice look={look} onLook={onLook} />
      <Segments
        label="Size"
        options={[
          { value: 'small', label: 'S', title: 'Small rows' },
          { value: 'large', label: 'L', title: 'Large rows' },
        ]}
        value={largeRows ? 'large' : 'small'}
        onChoose={(size) => prefer({ largeRows: size === 'large' })}
      />
    </div>
  )
}

/**
 * The short list has no fault of some kinds: asking for them is asking for every kind. Requests overlap most with
 * customers who click twice, and they are none of the usual ones.
 */
export function KindChoice({ look, onLook }: Pick<AtlasView, 'look' | 'onLook'>) {
  const choose = (kind: KindFilter | null) =>
    onLook({
      kind,
      ...(kind === null || isInPalette(kind, look.palette) ? {} : { palette: 'full' }),
      ...(kind === 'order' ? { customers: 'all' } : {}),
    })
  return (
    <Choice
      label="Kind"
      caption
      options={[
        { value: any, label: 'any' },
        ...kindFilters.map((kind) => ({ value: kind, label: kindFilterWords[kind] })),
      ]}
      value={look.kind ?? any}
      onChoose={(value) => choose(kindFilters.find((kind) => kind === value) ?? null)}
    />
  )
}

export function InvariantChoice({ look, onLook }: Pick<AtlasView, 'look' | 'onLook'>) {
  const invariants = usePage((page) => page.catalogue.invariants)
  return (
    <Choice
      label="Violated"
      caption
      options={[
        { value: any, label: 'anything' },
        ...invariants.map(({ id, statement }) => ({ value: id, label: `${id}  ${statement}`, short: id })),
      ]}
      value={look.invariant ?? any}
      onChoose={(value) => onLook({ invariant: value === any ? null : value })}
    />
  )
}
