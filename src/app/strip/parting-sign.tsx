import styles from './chain.module.css'

interface PartingPathsProps {
  /** Its middle, in pixels. */
  readonly x: number
  readonly y: number
}

/** Two paths from one point: the run without the fault, dashed, and this run. */
export function PartingPaths({ x, y }: PartingPathsProps) {
  return (
    <g className={styles['parting']}>
      <path className={styles['without']} d={`M${x - 7} ${y}h4l4 -4h6`} />
      <path d={`M${x - 7} ${y}h4l4 4h6`} />
    </g>
  )
}

/** The same beside words. */
export function PartingSign() {
  return (
    <svg width={16} height={12} aria-hidden="true">
      <PartingPaths x={8} y={6} />
    </svg>
  )
}
