import { Pause, Play } from 'lucide-react'
import { playOrPause } from '../../../state/commands.ts'
import { usePage, usePageStore } from '../../../state/page.tsx'
import styles from './transport.module.css'

export function PlayButton() {
  const store = usePageStore()
  const isPlaying = usePage((page) => page.playing)
  const Icon = isPlaying ? Pause : Play
  return (
    <button
      type="button"
      id="play"
      className={styles['play']}
      aria-label={isPlaying ? 'Pause' : 'Play'}
      title={isPlaying ? 'Pause  space' : 'Play  space'}
      onClick={() => playOrPause(store)}
    >
      <Icon size={16} fill="currentColor" strokeWidth={1.5} aria-hidden="true" />
    </button>
  )
}
