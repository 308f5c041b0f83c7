import { expect, test } from 'vitest'
import { entryGroup } from './entry-group.ts'

/** What each module imports at once. */
const imports: Readonly<Record<string, readonly string[]>> = {
  '/main.tsx': ['/app.tsx', '/react.js'],
  '/app.tsx': ['/one.ts', '/react.js'],
  // Modules may import one another.
  '/one.ts': ['/two.ts'],
  '/two.ts': ['/one.ts', '/deep.ts'],
  '/deep.ts': [],
  '/react.js': [],
  // Loaded later, and imports what the entry imports too.
  '/later.tsx': ['/react.js', '/own.ts'],
  '/own.ts': [],
}
type Context = Parameters<ReturnType<typeof entryGroup>>[1]
// The rest of what is known of a module is not looked at.
const context = {
  getModuleInfo: (id: string) => (id in imports ? { importedIds: imports[id] } : null),
} as unknown as Context

test('what the entry imports, however deep, is of its file; what is loaded later is not', () => {
  const nameOf = entryGroup('/main.tsx', 'page')
  const ofEntry = Object.keys(imports).filter((id) => nameOf(id, context) === 'page')
  expect(ofEntry).toEqual(['/main.tsx', '/app.tsx', '/one.ts', '/two.ts', '/deep.ts', '/react.js'])
})

test('an entry that is not there stops the build', () => {
  expect(() => entryGroup('/renamed.tsx', 'page')('/app.tsx', context)).toThrow('/renamed.tsx')
})
