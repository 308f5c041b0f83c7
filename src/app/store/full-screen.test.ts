import { expect, test } from 'vitest'
import { createFullScreen, type Screen } from './full-screen.ts'

/** A browser that does what it was asked to when it is told to go on. */
function createSlowScreen() {
  let isFull = false
  const asked: { readonly act: () => void; readonly refuse: () => void }[] = []
  const ask = (full: boolean) =>
    new Promise<void>((resolve, reject) => {
      const act = () => {
        isFull = full
        // The event comes before the promise is kept.
        ends.push(fullScreen.hasEnded())
        resolve()
      }
      asked.push({ act, refuse: () => reject(new TypeError('refused')) })
    })
  const ends: boolean[] = []
  const screen: Screen = { isFull: () => isFull, fill: () => ask(true), restore: () => ask(false) }
  const fullScreen = createFullScreen(screen)
  return {
    fullScreen,
    isFull: () => isFull,
    /** What `hasEnded` said at each change. */
    ends,
    async goOn(how: 'act' | 'refuse' = 'act') {
      asked.shift()?.[how]()
      await new Promise((resolve) => setImmediate(resolve))
      return asked.length
    },
    endByItself() {
      isFull = false
      return fullScreen.hasEnded()
    },
  }
}

test('it is entered and left, and neither is taken for the end by a person', async () => {
  const { fullScreen, isFull, ends, goOn } = createSlowScreen()
  fullScreen.enter()
  expect(await goOn()).toBe(0)
  expect(isFull()).toBe(true)
  fullScreen.leave()
  expect(await goOn()).toBe(0)
  expect(isFull()).toBe(false)
  expect(ends).toEqual([false, false])
})

test('the last wish holds, whatever the browser was still doing', async () => {
  const { fullScreen, isFull, ends, goOn } = createSlowScreen()
  fullScreen.enter()
  fullScreen.leave()
  expect(await goOn()).toBe(1)
  expect(await goOn()).toBe(0)
  expect(isFull()).toBe(false)

  fullScreen.enter()
  await goOn()
  fullScreen.toggle()
  fullScreen.toggle()
  await goOn()
  await goOn()
  expect(isFull()).toBe(true)
  fullScreen.leave()
  await goOn()
  expect(isFull()).toBe(false)
  expect(ends).not.toContain(true)
})

test('a person ends it, once; a window that opens is none', async () => {
  const { fullScreen, goOn, endByItself } = createSlowScreen()
  fullScreen.enter()
  await goOn()
  expect([endByItself(), endByItself()]).toEqual([true, false])
  fullScreen.enter()
  await goOn()
  fullScreen.expectEnd()
  expect(endByItself()).toBe(false)
})

test('what is refused is asked for once, and again when it is wanted again', async () => {
  const { fullScreen, isFull, goOn } = createSlowScreen()
  fullScreen.enter()
  expect(await goOn('refuse')).toBe(0)
  expect(isFull()).toBe(false)
  fullScreen.toggle()
  await goOn()
  expect(isFull()).toBe(true)
})

test('a full screen that was there before stays when room mode ends', () => {
  const asked: string[] = []
  const ask = (what: string) => () => {
    asked.push(what)
    return Promise.resolve()
  }
  const fullScreen = createFullScreen({ isFull: () => true, fill: ask('fill'), restore: ask('restore') })
  fullScreen.enter()
  fullScreen.leave()
  expect(asked).toEqual([])
  fullScreen.toggle()
  expect(asked).toEqual(['restore'])
})
