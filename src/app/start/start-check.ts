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
    if (target instanceof page.Element && target.id === 'start-reload') void loadAgain()
  })

  /**
   * The address holds the run, and a reload keeps it. But a reload takes scripts from the browser's cache, and hosts let
   * it keep the files of a build for a year: a page of the host's that came in place of a script would stay there.
   */
  async function loadAgain(): Promise<void> {
    const files = [...document.querySelectorAll('script[src], link[rel=modulepreload]')].map(
      (file) => file.getAttribute('src') ?? file.getAttribute('href') ?? '',
    )
    await Promise.allSettled(files.map((file) => page.fetch(file, { cache: 'reload' })))
    page.location.reload()
  }

  /** A script may fail before the place of the sentence is there. */
  function whenParsed(act: () => void): void {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', act)
    else act()
  }
}
