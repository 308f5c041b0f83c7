import { ChevronDown } from 'lucide-react'
import { usePage, usePageStore } from '../../../state/page.tsx'
import { speeds, type Speed } from '../../../state/page-state.ts'
import styles from './speed-select.module.css'

const words: { readonly [speed in Speed]: string } = { 0.5: '½×', 1: '1×', 2: '2×', 4: '4×' }

/** How fast it plays. The browser's own select: the opening has it, and need not load a library for it. */
export function SpeedSelect() {
  const store = usePageStore()
  const speed = usePage((page) => page.speed)
  return (
    <span className={styles['field']}>
      <select
        className={styles['select']}
        aria-label="Speed"
        value={speed}
        onChange={(event) => {
          const chosen = speeds.find((one) => String(one) === event.currentTarget.value)
          if (chosen !== undefined) store.getState().setSpeed(chosen)
        }}
      >
        {speeds.map((value) => (
          <option key={value} value={value}>
            {words[value]}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden="true" />
    </span>
  )
}
