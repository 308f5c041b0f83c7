import { useEffect } from 'react'
import {
  breakAtCursor,
  changeView,
  leap,
  openLane,
  playOrPause,
  reset,
  step,
  toEnd,
  toStart,
} from '../state/commands.ts'
import { actionOf, type FocusedElement, type KeyAction } from '../state/keys.ts'
import { usePageStore } from '../state/page.tsx'
import { preferences } from '../state/preferences.ts'
import { cycleDrawer } from '../store/stage-view.ts'
import type { PageStore } from '../state/store.ts'
import { openLegend } from '../store/legend.ts'

interface KeyTargets {
  readonly onShare: () => void
  readonly onHelp: () => void
}

/** Listens to the keys of the whole page. */
export function useKeys({ onShare, onHelp }: KeyTargets): void {
  const store = usePageStore()
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A dialog has the keys for itself, and so has a menu.
      const isOver = document.querySelector('[role="dialog"], [role="menu"]') !== null
      if (event.defaultPrevented || isOver) return
      const action = actionOf(event, focusedOf(event.target), preferences.getState().letterKeys)
      if (action === null || (event.repeat && !mayRepeat(action))) return
      event.preventDefault()
      if (action === 'share') onShare()
      else if (action === 'help') onHelp()
      else perform(store, action)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [store, onShare, onHelp])
}

/** What acts on no run. */
const besideRuns: ReadonlySet<KeyAction> = new Set(['view', 'atlas', 'full-screen'])

function perform(store: PageStore, action: Exclude<KeyAction, 'share' | 'help'>): void {
  const { catalogue, embed, view, shown, look, undo, redo } = store.getState()
  // The run that lies under the atlas is out of sight.
  if (view === 'atlas' && typeof action === 'string' && !besideRuns.has(action)) return
  if (typeof action === 'object') {
    const lane = catalogue.implementations[action.lane - 1]
    if (lane !== undefined && !embed) openLane(store, lane.name)
    return
  }
  switch (action) {
    case 'play-or-pause':
      return playOrPause(store)
    case 'next':
      return step(store, 1)
    case 'previous':
      return step(store, -1)
    case 'leap-on':
      return leap(store, 1)
    case 'leap-back':
      return leap(store, -1)
    case 'start':
      return toStart(store)
    case 'end':
      return toEnd(store)
    case 'crash':
    case 'drop-webhook':
    case 'drop-every-try':
    case 'deliver-twice':
    case 'freeze':
      return breakAtCursor(store, action)
    case 'reset':
      return reset(store)
    case 'undo':
      return undo()
    case 'redo':
      return redo()
    case 'drawer':
      return embed ? undefined : cycleDrawer()
    case 'view':
      return embed ? undefined : changeView(store)
    case 'atlas':
      return embed ? undefined : look('atlas')
    case 'open-lane':
      return view === 'compare' && !embed ? openLane(store, shown.implementation) : undefined
    case 'legend':
      return openLegend(true)
    case 'full-screen':
      return void toggleFullScreen()
  }
}

/** A browser may refuse; then the page simply stays as it is. */
async function toggleFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement === null) await document.documentElement.requestFullscreen()
    else await document.exitFullscreen()
  } catch {
    // Nothing is lost.
  }
}

/** Holding a key moves on; it does not break things again and again. */
function mayRepeat(action: KeyAction): boolean {
  return action === 'next' || action === 'previous' || action === 'leap-on' || action === 'leap-back'
}

function focusedOf(target: EventTarget | null): FocusedElement {
  if (!(target instanceof Element)) return { tag: 'body', type: null, role: null, isEditable: false }
  return {
    tag: target.tagName.toLowerCase(),
    type: target.getAttribute('type'),
    role: target.getAttribute('role'),
    isEditable: target instanceof HTMLElement && target.isContentEditable,
  }
}
