import type { Page, Route } from './test.ts'

/** What Postgres is loaded from. */
const postgresFiles = /\.(wasm|data|tar)(\?|$)/

/** Holds Postgres's files back. @returns what lets them go, or fails them, and whether any was asked for */
export async function holdPostgres(page: Page) {
  const held: Route[] = []
  let isHeld = true
  await page.route(postgresFiles, async (route) => {
    if (isHeld) held.push(route)
    else await route.continue()
  })
  const release = async (how: (route: Route) => Promise<void>) => {
    isHeld = false
    await Promise.all(held.splice(0).map(how))
  }
  return {
    asked: () => held.length,
    /** All of them but one. */
    letMostGo: async () => {
      await Promise.all(held.splice(1).map((route) => route.continue()))
    },
    letGo: () => release((route) => route.continue()),
    fail: async () => {
      await release((route) => route.abort())
      isHeld = true
    },
  }
}
