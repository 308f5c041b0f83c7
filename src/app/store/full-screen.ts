/**
 * The full screen that room mode begins. A browser changes it later than it is asked to, and somebody may want it
 * otherwise by then: the last wish holds, and what ends by a wish is not taken for a person’s Escape.
 */

export interface Screen {
  isFull(): boolean
  /** Rejects where the browser refuses. */
  fill(): Promise<void>
  restore(): Promise<void>
}

export interface FullScreen {
  /** Where a browser has no full screen, or refuses it, nothing changes. */
  enter(): void
  /** Ends what `enter` has begun. */
  leave(): void
  toggle(): void
  /** A window opens, which ends it too. */
  expectEnd(): void
  /** To be called when the screen has changed. @returns whether a person has ended it */
  hasEnded(): boolean
}

export function createFullScreen(screen: Screen): FullScreen {
  let isWanted = false
  let isChanging = false
  let isEndExpected = false

  async function follow(): Promise<void> {
    if (isChanging) return
    isChanging = true
    // What was refused once is not asked for again by itself.
    for (let asked: boolean | null = null; isWanted !== screen.isFull() && isWanted !== asked;) {
      asked = isWanted
      await (asked ? screen.fill() : screen.restore()).catch(() => undefined)
    }
    isChanging = false
    if (!screen.isFull()) isWanted = false
  }

  function want(isFull: boolean): void {
    isWanted = isFull
    isEndExpected = false
    void follow()
  }

  return {
    enter() {
      if (isChanging || !screen.isFull()) want(true)
    },
    leave() {
      if (isWanted) want(false)
    },
    toggle: () => want(isChanging ? !isWanted : !screen.isFull()),
    expectEnd() {
      isEndExpected = isWanted
    },
    hasEnded() {
      if (isChanging || !isWanted || screen.isFull()) return false
      isWanted = false
      return !isEndExpected
    },
  }
}

export const fullScreen = createFullScreen({
  isFull: () => document.fullscreenElement !== null,
  // Phones of one maker have none.
  fill: async () => document.documentElement.requestFullscreen?.({ navigationUI: 'hide' }),
  restore: () => document.exitFullscreen(),
})
