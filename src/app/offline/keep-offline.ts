/** Has the page kept for when there is no network; what cannot be kept is no harm to the page. */
export function keepOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // Not while the page itself still loads.
  if (document.readyState === 'complete') void register()
  else window.addEventListener('load', () => void register(), { once: true })
}

async function register(): Promise<void> {
  try {
    await navigator.serviceWorker.register('./service-worker.js')
  } catch {
    return // A private window, a full disk, a setting.
  }
  const { active } = await navigator.serviceWorker.ready
  // What was loaded before the worker was there is known to it only by name.
  new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) active?.postMessage(name)
  }).observe({ type: 'resource', buffered: true })
}
