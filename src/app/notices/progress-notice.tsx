import { usePage } from '../state/page.tsx'
import styles from './notices.module.css'

/** What stands between a question and its run: loading once, booting, simulating. */
export function ProgressNotice() {
  const simulator = usePage((page) => page.simulator)
  switch (simulator.kind) {
    case 'loading': {
      const { loadedBytes, totalBytes } = simulator
      return (
        <>
          <p role="status">
            Loading Postgres into this tab, once:{' '}
            <span className={styles['size']}>{megabytes(loadedBytes)}</span> of {megabytes(totalBytes)} MB
          </p>
          <progress
            className={styles['progress']}
            aria-label="Loading Postgres"
            value={loadedBytes}
            max={totalBytes}
          />
        </>
      )
    }
    case 'starting':
      return <p role="status">Postgres is starting …</p>
    case 'asleep':
    case 'ready':
    case 'unavailable':
      return <p role="status">Running this schedule …</p>
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}
