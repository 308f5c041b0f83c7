import { Compartment, EditorState } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useEffect, useEffectEvent, useRef } from 'react'
import { editorSetup, language, replaceText } from './editor-setup.ts'
import type { Columns } from './protocol.ts'
import styles from './editor.module.css'

interface EditorProps {
  readonly text: string
  /** Questions asked, the latest last: the arrows walk through them. */
  readonly history: readonly string[]
  /** What is completed. */
  readonly columns: Columns
  readonly onText: (text: string) => void
  readonly onRun: (text: string) => void
  readonly onFocus: () => void
}

/** Where a question is written. */
export function Editor({ text, history, columns, onText, onRun, onFocus }: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const tables = useRef(new Compartment())
  /** How many questions back the arrows have gone. */
  const back = useRef(0)
  /** What was being written before they went. */
  const draft = useRef('')

  const write = useEffectEvent(onText)
  const run = useEffectEvent((asked: string) => {
    back.current = 0
    onRun(asked)
  })
  const focus = useEffectEvent(onFocus)
  const recall = useEffectEvent((direction: -1 | 1, current: string) => {
    for (
      let wanted = back.current - direction;
      wanted >= 0 && wanted <= history.length;
      wanted -= direction
    ) {
      back.current = wanted
      const recalled = wanted === 0 ? draft.current : (history.at(-wanted) ?? '')
      // The question that has just been asked still stands there.
      if (recalled !== current) return recalled
    }
    return null
  })
  const initial = useEffectEvent(() => ({ doc: text, schema: language(columns) }))

  useEffect(() => {
    if (place.current === null) return
    const { doc, schema } = initial()
    const setup = editorSetup({
      onText: (written) => write(written),
      onRun: (asked) => run(asked),
      onFocus: () => focus(),
      recall: (direction, current) => recall(direction, current),
    })
    const state = EditorState.create({ doc, extensions: [setup, tables.current.of(schema)] })
    const created = new EditorView({ state, parent: place.current })
    view.current = created
    return () => {
      view.current = null
      created.destroy()
    }
  }, [])

  useEffect(() => {
    view.current?.dispatch({ effects: tables.current.reconfigure(language(columns)) })
  }, [columns])

  useEffect(() => {
    const current = view.current
    if (current !== null && current.state.doc.toString() !== text) replaceText(current, text, 0)
  }, [text])

  return <div ref={place} className={styles['editor']} />
}
