import { mayLoadAhead } from '../ui/load-ahead.ts'
import { partName } from './part-names.ts'

/** Has the page kept for when there is no network; what cannot be kept is no harm to the page. */
export function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  holdBuild()
  // Not while the page itself still loads.
  if (document.readyState === 'complete') void register()
  else window.addEventListener('load', () => void register(), { once: true })
}

/**
 * Tells the service worker which build this tab runs, for as long as it is open: the files of a build in use are kept.
 * The browser ends a lock when its tab is closed or crashes, so nothing has to be counted.
 */
function holdBuild(): void {
  const entry = document.querySelector<HTMLScriptElement>('script[type="module"][src]')
  if (entry === null || !('locks' in navigator)) return
  navigator.locks
    .request(`crashcart build ${entry.src}`, { mode: 'shared' }, () => new Promise<never>(() => undefined))
    .catch(() => undefined)
}

/** Leaves the connection to what the visitor does first. Milliseconds. */
const restMs = 2_000

async function register(): Promise<void> {
  const isControlled = navigator.serviceWorker.controller !== null
  try {
    await navigator.serviceWorker.register('./service-worker.js')
  } catch {
    return // A private window, a full disk, a setting.
  }
  const registration = await navigator.serviceWorker.ready
  // What was loaded before the worker was there is known to it only by name. It is told no more than that: a worker that
  // gets many messages while a newer one waits stays in charge for as long as this page is open (seen in Chromium 156).
  if (!isControlled)
    new PerformanceObserver((list) => {
      for (const { name } of list.getEntries())
        if (partName.test(name)) registration.active?.postMessage(name)
    }).observe({ type: 'resource', buffered: true })
  if (mayLoadAhead()) setTimeout(() => whenIdle(() => registration.active?.postMessage('keep-parts')), restMs)
}

/** Safari has no idle callback. */
function whenIdle(act: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(act)
  else act()
}
