import type { Locator, Page } from '@playwright/test'

/** What is wrong with how things lie on the page, a line each. */
export interface Findings {
  /** Two texts or controls that lie on each other. */
  readonly overlaps: readonly string[]
  /** Texts and controls that something cuts off, other than a part that scrolls. */
  readonly clipped: readonly string[]
  /** Texts that are smaller on screen than they may be. */
  readonly small: readonly string[]
}

/**
 * Measures every visible text and control of the page as it is now.
 *
 * Sizes are those on screen, after any scaling. What has scrolled out of view is neither clipped nor on anything. A text
 * that ends in an ellipsis is clipped unless it has its whole in a `title`. What is drawn on the graph's canvas may lie
 * under the controls that float over it, and be cut by the canvas's own window.
 *
 * @param smallest in CSS pixels
 */
export function measure(page: Page, smallest = 11): Promise<Findings> {
  return page.evaluate((least) => {
    const isControl = (element: Element) =>
      element.matches('button, a[href], input, summary, [role="tab"], [role="switch"], [role="slider"]')
    const hasText = (element: Element) =>
      [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '',
      )
    const words = (element: Element) => {
      const text = element.getAttribute('aria-label') ?? element.textContent ?? ''
      return `${element.tagName.toLowerCase()} “${text.trim().replaceAll(/\s+/g, ' ').slice(0, 40)}”`
    }
    const canvas = document.querySelector('section[aria-label="Workflow graph"]')
    const isOnCanvas = (element: Element) => canvas?.contains(element) === true

    interface Box {
      readonly element: Element
      readonly left: number
      readonly top: number
      readonly right: number
      readonly bottom: number
    }
    /** The rectangle of its own text, or of the control. */
    const rectOf = (element: Element): DOMRect => {
      if (isControl(element)) return element.getBoundingClientRect()
      const range = document.createRange()
      range.selectNodeContents(element)
      return range.getBoundingClientRect()
    }
    const isHiddenByClip = (element: Element) => {
      if (element.closest('svg') !== null) return false
      for (let at: Element | null = element; at !== null; at = at.parentElement)
        if (getComputedStyle(at).clipPath !== 'none') return true
      return false
    }
    /** Of what is around it, and wide enough that whole pixels do not matter. */
    const scaleOf = (element: HTMLElement): number => {
      const wide = element.offsetWidth >= 200 ? element : element.parentElement
      if (wide === null || wide === document.body) return 1
      return wide.offsetWidth >= 200 ? wide.getBoundingClientRect().width / wide.offsetWidth : scaleOf(wide)
    }
    const overlaps: string[] = []
    const clipped: string[] = []
    const small: string[] = []
    const boxes: Box[] = []
    for (const element of document.body.querySelectorAll('*')) {
      if (!(hasText(element) || isControl(element))) continue
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      const rect = rectOf(element)
      const own = element.getBoundingClientRect()
      // For assistive technology alone.
      if (own.width <= 1 || own.height <= 1) continue
      if (isHiddenByClip(element)) continue

      let { left, top, right, bottom } = rect
      let isCut = false
      let hasScrolled = false
      const style = getComputedStyle(element)
      if (style.overflowX !== 'visible') {
        left = Math.max(left, own.left)
        right = Math.min(right, own.right)
      }
      for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
        const { overflowX, overflowY, position } = getComputedStyle(parent)
        if (parent === document.body || parent === document.documentElement) break
        const cuts = (overflow: string) => overflow !== 'visible'
        if (cuts(overflowX) || cuts(overflowY)) {
          const window_ = parent.getBoundingClientRect()
          const scrolls = [overflowX, overflowY].some(
            (overflow) => overflow === 'auto' || overflow === 'scroll',
          )
          const sticksOut =
            rect.left < window_.left - 1 ||
            rect.right > window_.right + 1 ||
            rect.top < window_.top - 2 ||
            rect.bottom > window_.bottom + 2
          // What an inner part has scrolled away is cut by no outer one, and may be out of its view.
          hasScrolled ||= scrolls
          if (sticksOut && !hasScrolled && !isOnCanvas(element)) isCut = true
          left = Math.max(left, window_.left)
          right = Math.min(right, window_.right)
          top = Math.max(top, window_.top)
          bottom = Math.min(bottom, window_.bottom)
        }
        if (position === 'fixed') break
      }
      const isOutOfView = right - left < 1 || bottom - top < 1
      const isShortened = style.textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth + 1
      const hasWhole = element.closest('[title]') !== null
      if (isShortened ? !hasWhole : isCut && !isOutOfView && !hasWhole) clipped.push(words(element))
      if (isOutOfView) continue
      if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
        clipped.push(`${words(element)} sticks out of the window`)
      const scale =
        element instanceof SVGGraphicsElement
          ? (element.getScreenCTM()?.a ?? 1)
          : element instanceof HTMLElement
            ? scaleOf(element)
            : 1
      const size = Number.parseFloat(style.fontSize) * scale
      if (hasText(element) && size < least - 0.05) small.push(`${size.toFixed(1)} px: ${words(element)}`)
      boxes.push({ element, left, top, right, bottom })
    }

    for (const [at, one] of boxes.entries())
      for (const other of boxes.slice(at + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue
        if (isOnCanvas(one.element) || isOnCanvas(other.element)) continue
        // A layer without looks that explains the signs under it.
        if ([one, other].some(({ element }) => element.getAttribute('aria-label') === 'Signs')) continue
        // A slider's row is 16 px high, 8 px on each side of its line, so that it is easy to catch.
        const slack = [one, other].some(({ element }) => element.matches('input[type="range"]')) ? 9 : 2
        const width = Math.min(one.right, other.right) - Math.max(one.left, other.left)
        const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
        if (width > 2 && height > slack) overlaps.push(`${words(one.element)} on ${words(other.element)}`)
      }
    return { overlaps, clipped, small }
  }, smallest)
}

export interface Rect {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where something is on screen. @throws if it is not drawn */
export async function boxOf(part: Locator): Promise<Rect> {
  const box = await part.boundingBox()
  if (box === null) throw new Error('It is not on screen')
  return box
}
