import { useLayoutEffect } from 'react'
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
import { isKeptBack } from '../store/opening.ts'
import { enterRoom } from '../store/room.ts'
import { cycleDrawer, leaveGraphFull, toggleGraphFull } from '../store/stage-view.ts'
import { moveToRegion } from './regions.ts'
import type { PageStore } from '../state/store.ts'
import { openLegend } from '../store/legend.ts'

interface KeyTargets {
  readonly onShare: () => void
  readonly onHelp: () => void
}

/** Listens to the keys of the whole page: from the moment that it is drawn, so that none is lost. */
export function useKeys({ onShare, onHelp }: KeyTargets): void {
  const store = usePageStore()
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      // A dialog has the keys for itself, and so has a menu.
      const isOver = document.querySelector('[role="dialog"], [role="menu"]') !== null
      if (event.defaultPrevented || isOver) return
      if (event.key === 'Escape' && leaveGraphFull()) return event.preventDefault()
      const action = actionOf(event, focusedOf(event.target), preferences.getState().letterKeys)
      if (action === null || (event.repeat && !mayRepeat(action))) return
      if (!isOpenTo(store, action)) return
      event.preventDefault()
      if (action === 'share') onShare()
      else if (action === 'help') onHelp()
      else perform(store, action)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [store, onShare, onHelp])
}

/** In the opening what gives the answer away, or breaks something else, is not there yet. */
const inOpening: ReadonlySet<KeyAction> = new Set([
  'play-or-pause',
  'next',
  'previous',
  'leap-on',
  'leap-back',
  'start',
  'end',
  'full-screen',
  'help',
  'legend',
  'drawer',
  'leave',
])

/** Whether a key does anything as the page stands. Escape belongs to the browser unless there is something to leave. */
function isOpenTo(store: PageStore, action: KeyAction): boolean {
  const page = store.getState()
  if (action === 'leave') return page.opening !== null || page.before !== null
  return !isKeptBack(page) || typeof action === 'object' || inOpening.has(action)
}

/** What acts on no run. */
const besideRuns: ReadonlySet<KeyAction> = new Set([
  'view',
  'atlas',
  'full-screen',
  'next-region',
  'previous-region',
])

function perform(store: PageStore, action: Exclude<KeyAction, 'share' | 'help'>): void {
  const page = store.getState()
  const { catalogue, embed, view, wanted, look, undo, redo } = page
  // The run that lies under the atlas is out of sight.
  if (view === 'atlas' && typeof action === 'string' && !besideRuns.has(action)) return
  if (typeof action === 'object' && isKeptBack(page)) {
    const answer = catalogue.opening?.bet.answers[action.lane - 1]
    return answer === undefined ? undefined : page.bet(answer.id)
  }
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
    case 'graph-full':
      return embed || view !== 'focus' ? undefined : toggleGraphFull()
    case 'next-region':
      return moveToRegion(1)
    case 'previous-region':
      return moveToRegion(-1)
    case 'view':
      return embed ? undefined : changeView(store)
    case 'atlas':
      return embed ? undefined : look('atlas')
    case 'open-lane':
      return view === 'compare' && !embed ? openLane(store, wanted.implementation) : undefined
    case 'leave':
      return page.opening === null ? page.cancel() : page.skipOpening()
    case 'present':
      return enterRoom(store)
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
