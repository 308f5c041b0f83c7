import { useMemo } from 'react'
import { encode } from 'uqr'
import styles from './qr-code.module.css'

interface QrCodeProps {
  readonly link: string
}

/** Modules of white around a code; the standard asks for four. */
const quietModules = 4

/** A link for the cameras of an audience: always black on white, since many read no inverted code. */
export function QrCode({ link }: QrCodeProps) {
  const { path, size } = useMemo(() => {
    const code = encode(link, { ecc: 'L', border: quietModules })
    return { path: pathOf(code.data), size: code.size }
  }, [link])
  return (
    <figure className={styles['figure']}>
      <svg
        className={styles['code']}
        role="img"
        aria-label="QR code of the link to this run"
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
      >
        <path d={path} />
      </svg>
      <figcaption className={styles['caption']}>Open this run</figcaption>
    </figure>
  )
}

/** One horizontal bar for each run of dark modules. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      row.flatMap((isDark, x) => {
        if (!isDark || row[x - 1] === true) return []
        const end = row.indexOf(false, x)
        return [`M${x} ${y}h${(end < 0 ? row.length : end) - x}v1h-${(end < 0 ? row.length : end) - x}z`]
      }),
    )
    .join('')
}
