import { useLayoutEffect, useMemo, useRef } from 'react'
import type { ProgramFacts } from '#program'
import type { Run } from '#simulator'
import { CodeLine } from './code-line.tsx'
import { currentLine, hasRun, linesOf, nextOf } from './lines.ts'
import styles from './code.module.css'

export interface CodePanelProps {
  readonly run: Run
  readonly program: ProgramFacts
  /** How many events have happened. */
  readonly cursor: number
  readonly onSeek: (index: number) => void
}

/** The implementation's source: the line at the cursor, the lines that have run, and a way from a line to its event. */
export function CodePanel({ run, program, cursor, onSeek }: CodePanelProps) {
  const text = useMemo(() => program.source.replace(/\n$/, '').split('\n'), [program])
  const lines = useMemo(() => linesOf(run, program.file), [run, program])
  const current = currentLine(lines, cursor)
  const frame = useRef<HTMLElement>(null)

  useLayoutEffect(() => {
    const view = frame.current
    const line = view?.querySelector<HTMLElement>('[aria-current]')
    if (!view || !line) return
    const [top, bottom] = [line.offsetTop, line.offsetTop + line.offsetHeight]
    if (top < view.scrollTop || bottom > view.scrollTop + view.clientHeight)
      view.scrollTop = top - view.clientHeight / 2
  }, [current])

  return (
    // A region that scrolls must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className={styles['panel']} aria-label="Code" ref={frame} tabIndex={0}>
      <p className={styles['file']}>{program.file.slice(program.file.lastIndexOf('/') + 1)}</p>
      <ol className={styles['lines']}>
        {text.map((line, position) => {
          const history = lines.get(position + 1)
          return (
            <CodeLine
              key={`${position} ${line}`}
              number={position + 1}
              text={line}
              isCurrent={current === position + 1}
              hasRun={history !== undefined && hasRun(history, cursor)}
              target={history === undefined ? null : nextOf(history, cursor)}
              onSeek={onSeek}
            />
          )
        })}
      </ol>
    </section>
  )
}
