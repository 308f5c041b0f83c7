import { EventEmitter } from 'node:events'
import type { Page } from '@playwright/test'
import { expect, test, vi } from 'vitest'
import { collectScripts, gzipKilobytes } from './scripts.ts'

/** What stands in for a page, and for the responses that it gets. */
function openPage() {
  const page = new EventEmitter()
  const respond = (resourceType: string, body: Promise<Buffer>) =>
    page.emit('response', { request: () => ({ resourceType: () => resourceType }), body: () => body })
  return { scripts: collectScripts(page as unknown as Page), respond }
}

const closed = () => Promise.reject(new Error('Target page, context or browser has been closed'))

test('a script that is on its way when the page is closed costs nothing else', async () => {
  const unhandled = vi.fn<(error: unknown) => void>()
  process.on('unhandledRejection', unhandled)
  const { scripts, respond } = openPage()
  respond('script', Promise.resolve(Buffer.alloc(100_000)))
  const size = gzipKilobytes(scripts)
  respond('script', closed())
  expect(await size).toBeGreaterThan(0)
  // Node looks for rejections without a handler after each turn of its loop.
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', unhandled)
  expect(unhandled).not.toHaveBeenCalled()
})

test('the size of a script that did not arrive is no size', async () => {
  const { scripts, respond } = openPage()
  respond('script', closed())
  await expect(gzipKilobytes(scripts)).rejects.toThrow('has been closed')
})

test('other files do not count', async () => {
  const { scripts, respond } = openPage()
  respond('stylesheet', Promise.resolve(Buffer.alloc(100_000)))
  expect(await gzipKilobytes(scripts)).toBe(0)
})
