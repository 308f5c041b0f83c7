/** Regions that F6 goes through, in the order of the page. An element is one by its attribute `data-region`. */
const selector = 'header, [data-region], aside, footer'
const focusable = 'a[href], button:not([tabindex="-1"]), input, [role="tab"][tabindex="0"], [tabindex="0"]'

/** Moves the focus into the next region, or the one before; after the last one comes the first. */
export function moveToRegion(direction: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (region) => region.checkVisibility() && targetIn(region) !== null,
  )
  const here = regions.findIndex((region) => region.contains(document.activeElement))
  const start = here < 0 && direction < 0 ? 0 : here
  const next = regions.at((start + direction) % regions.length)
  if (next !== undefined) targetIn(next)?.focus()
}

/** What takes the focus of a region: the first thing in it that can. */
function targetIn(region: HTMLElement): HTMLElement | null {
  const all = [...region.querySelectorAll<HTMLElement>(focusable)]
  return all.find((element) => element.checkVisibility({ visibilityProperty: true })) ?? null
}
