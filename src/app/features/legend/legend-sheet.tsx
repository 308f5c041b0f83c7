import { Sheet } from '../../parts/sheet.tsx'
import { openLegend, useLegend } from '../../store/legend.ts'
import { StripDefinitions } from '../../strip/definitions.tsx'
import { SignIcon } from '../../strip/sign-icon.tsx'
import { families, signs, type SignId } from '../../strip/signs.ts'
import styles from './legend.module.css'

/** All signs of the time strip with their forms, drawn as the strip draws them. */
export function LegendSheet() {
  const isOpen = useLegend((legend) => legend.isOpen)
  return (
    <Sheet
      title={`The ${families.length} signs of the time strip`}
      open={isOpen}
      onOpenChange={openLegend}
      form="wide"
    >
      <svg className={styles['definitions']} aria-hidden="true">
        <StripDefinitions />
      </svg>
      <div className={styles['families']}>
        {families.map((family) => (
          <section key={family.title} aria-label={family.title}>
            <h3>{family.title}</h3>
            <dl>
              {family.signs.map((id) => (
                <Entry key={id} id={id} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}

function Entry({ id }: { readonly id: SignId }) {
  const { name, meaning } = signs[id]
  return (
    <div className={styles['entry']} data-legend={id}>
      <dt>
        <SignIcon id={id} />
        {name}
      </dt>
      <dd>{meaning}</dd>
    </div>
  )
}
