import { Sheet } from '../../parts/sheet.tsx'
import { StripDefinitions } from '../../strip/definitions.tsx'
import { SignIcon } from '../../strip/sign-icon.tsx'
import { families, signs, type SignId } from '../../strip/signs.ts'
import styles from './legend.module.css'

interface LegendSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** All signs of the time strip with their forms, drawn as the strip draws them. */
export function LegendSheet({ open, onOpenChange }: LegendSheetProps) {
  return (
    <Sheet
      title={`The ${families.length} signs of the time strip`}
      open={open}
      onOpenChange={onOpenChange}
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
