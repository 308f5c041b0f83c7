/** The graph's canvas as a person sees it: where it looks, and what of it is in view. */
import type { Locator, Page } from './test.ts'

export interface View {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Where the canvas looks. */
export function viewOf(page: Page): Promise<View> {
  return page.locator('.react-flow__viewport').evaluate((element) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(element).transform)
    return { x: e, y: f, zoom: a }
  })
}

export function canvasOf(graph: Locator): Locator {
  return graph.getByRole('group', { name: /^Graph: / })
}

/** The names of all places to crash, in the order of the keyboard. */
export function gapNames(graph: Locator): Promise<readonly string[]> {
  return graph
    .getByRole('button', { name: /^(No crash|Crash) here/ })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''))
}

export interface SeenNode {
  readonly text: string
  /** Smallest type in it in pixels of the screen: its computed size times how much its box is scaled. */
  readonly leastPx: number
  readonly isInView: boolean
  /** Whether its text is wider than the element that holds it. */
  readonly isClipped: boolean
}

/** Every step, decision and end, as it is on the screen. @param topPx what a toolbar covers of the canvas */
export function seenNodes(graph: Locator, topPx: number): Promise<readonly SeenNode[]> {
  const steps = graph.getByRole('list', { name: 'Steps', exact: true }).locator(':scope > [role="listitem"]')
  return steps.evaluateAll((nodes, top) => {
    const frame = document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect()
    const isShown = (element: Element) =>
      element.checkVisibility() && element.getBoundingClientRect().width > 2 && !element.closest('[data-gap]')
    return nodes.map((node) => {
      const box = node.getBoundingClientRect()
      const scale = node instanceof HTMLElement ? box.width / node.offsetWidth : 1
      const texts = [...node.querySelectorAll('*')].filter(
        (element) =>
          isShown(element) &&
          [...element.childNodes].some(
            ({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim() !== '',
          ),
      )
      const isIn = (rect: DOMRect) =>
        rect.left >= frame.left - 0.5 &&
        rect.right <= frame.right + 0.5 &&
        rect.top >= frame.top + top - 0.5 &&
        rect.bottom <= frame.bottom + 0.5
      return {
        text: texts.map(({ textContent }) => textContent?.trim()).join(' '),
        leastPx: Math.min(...texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * scale)),
        isInView: isIn(box),
        isClipped: texts.some((text) => text.scrollWidth > text.clientWidth + 1 && text.clientWidth > 0),
      }
    })
  }, topPx)
}
