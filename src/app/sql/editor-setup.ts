/** The editor's behaviour and looks: CodeMirror with the page's own colours. */
import { autocompletion, closeCompletion, completionStatus } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { PostgreSQL, sql } from '@codemirror/lang-sql'
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { Prec, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder, tooltips, type KeyBinding } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Columns } from './protocol.ts'

export interface EditorActions {
  readonly onText: (text: string) => void
  readonly onRun: (text: string) => void
  readonly onFocus: () => void
  /** The question asked before the one that is there, or after it; null where there is none. */
  readonly recall: (direction: -1 | 1, text: string) => string | null
}

export function editorSetup(actions: EditorActions): Extension {
  return [
    // Before the keys that make a new line, move by one and walk through completions.
    Prec.highest(keymap.of(ownKeys(actions))),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    history(),
    bracketMatching(),
    autocompletion({ icons: false }),
    syntaxHighlighting(highlighting),
    theme,
    // A sheet that is moved by a transform would move what is fixed to the window.
    tooltips({ position: 'absolute' }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': 'Question in SQL' }),
    placeholder('select … from …'),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) actions.onText(update.state.doc.toString())
      if (update.focusChanged && update.view.hasFocus) actions.onFocus()
    }),
  ]
}

/** Knows the tables, so that they are completed. */
export function language(columns: Columns): Extension {
  return sql({ dialect: PostgreSQL, schema: columns })
}

/** Puts another text in place of the one that is there. @param anchor Where the cursor goes. */
export function replaceText(view: EditorView, text: string, anchor: number): void {
  const changes = { from: 0, to: view.state.doc.length, insert: text }
  view.dispatch({ changes, selection: { anchor }, scrollIntoView: true })
}

function ownKeys({ onRun, recall }: EditorActions): readonly KeyBinding[] {
  const run = (view: EditorView) => {
    closeCompletion(view)
    onRun(view.state.doc.toString())
    return true
  }
  /** From the first line up and from the last one down there is no other way to go. */
  const walk = (direction: -1 | 1) => (view: EditorView) => {
    const { doc, selection } = view.state
    const edge = direction === -1 ? 1 : doc.lines
    const isAtEdge = selection.main.empty && doc.lineAt(selection.main.head).number === edge
    if (!isAtEdge || completionStatus(view.state) === 'active') return false
    const text = recall(direction, doc.toString())
    if (text === null) return false
    replaceText(view, text, text.length)
    return true
  }
  return [
    { key: 'Mod-Enter', run },
    { key: 'Ctrl-Enter', run },
    // It closes what it closes, and not also the sheet around it.
    { key: 'Escape', run: closeCompletion, stopPropagation: true },
    { key: 'ArrowUp', run: walk(-1) },
    { key: 'ArrowDown', run: walk(1) },
  ]
}

const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.typeName], color: 'var(--now)' },
  { tag: [tags.string, tags.number, tags.bool, tags.null], color: 'var(--holds)' },
  { tag: tags.comment, color: 'var(--ink-3)', fontStyle: 'italic' },
])

const theme = EditorView.theme({
  '&': { blockSize: '100%', color: 'var(--ink)', font: 'var(--type-code-quiet)', lineHeight: '20px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', scrollbarWidth: 'thin' },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--space-3)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { background: 'var(--now-bg)' },
  '.cm-tooltip': {
    border: 'var(--hairline) solid var(--line-2)',
    borderRadius: 'var(--radius-chip)',
    background: 'var(--raised)',
    boxShadow: 'var(--shadow)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '10em' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { lineHeight: '20px', padding: '0 var(--space-2)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--now-bg)', color: 'var(--ink)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal' },
})
