import { changeWorld } from '../../../state/commands.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import styles from './top-bar.module.css'

/** The seed: what chance is drawn from. A number is taken when the field is left or Enter is pressed. */
export function SeedField() {
  const store = usePageStore()
  const seed = usePage((page) => page.wanted.seed)
  const take = (field: HTMLInputElement) => {
    const isSeed = /^\d{1,9}$/.test(field.value)
    if (isSeed && Number(field.value) !== seed) changeWorld(store, { seed: Number(field.value) })
    else field.value = String(seed)
  }
  return (
    <label className={styles['seed']} title="The same seed gives the same run, every time">
      <span className={styles['caption']}>Seed</span>
      <input
        key={seed}
        className={styles['seedInput']}
        defaultValue={seed}
        inputMode="numeric"
        maxLength={9}
        onBlur={(event) => take(event.currentTarget)}
        onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget)}
      />
    </label>
  )
}
