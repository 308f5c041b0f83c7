import styles from './chain.module.css'

/** An event that the explanation names, without its number. */
export function ReasonDot({ x, y }: { readonly x: number; readonly y: number }) {
  return <circle className={styles['dot']} cx={x} cy={y} r={2.5} />
}
