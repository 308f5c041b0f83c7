/** Whether to load what may be needed later: not where data is to be saved, nor for the readers of a page around this one. */
export function mayLoadAhead(): boolean {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } }
  return connection?.saveData !== true && window.parent === window
}
