/**
 * Says why the page did not start, in the place where it would be. It is a script of its own: it runs where the page's
 * own script does not come, is not allowed or throws. Its text is written into a file by `plugin.ts`, so it may use
 * nothing from outside of itself.
 *
 * The sentences are in index.html. Where not even this script runs, the page's style shows one of them after a while.
 *
 * @param page the window of the page
 */
export function checkStart(page: Window & typeof globalThis): void {
  const { document } = page
  const fail = (): void => {
    // The page has replaced it: what fails from now on is no matter of starting.
    if (document.getElementById('start') === null) return
    // A frame that is sandboxed without an origin of its own may not load scripts from most servers.
    document.documentElement.dataset['start'] = page.origin === 'null' ? 'sandboxed' : 'failed'
  }
  page.addEventListener(
    'error',
    ({ target }) => {
      if (target === page || target instanceof page.HTMLScriptElement) whenParsed(fail)
    },
    // Errors of elements do not bubble.
    { capture: true },
  )
  document.addEventListener('click', ({ target }) => {
    // The address holds the run, and a reload keeps it.
    if (target instanceof page.Element && target.id === 'start-reload') page.location.reload()
  })

  /** A script may fail before the place of the sentence is there. */
  function whenParsed(act: () => void): void {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act)
    else act()
  }
}
