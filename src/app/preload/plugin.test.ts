import { expect, test } from 'vitest'
import { tagsFor } from './plugin.ts'

const chunk = (
  fileName: string,
  imports: readonly string[],
  module: string | null,
  isEntry = false,
  css = '',
) => ({
  type: 'chunk' as const,
  fileName,
  facadeModuleId: module,
  isEntry,
  imports,
  viteMetadata: { importedCss: new Set(css === '' ? [] : [css]) },
})

const chunks = [
  chunk('assets/index.js', ['assets/react.js'], '/src/app/index.html', true, 'assets/index.css'),
  chunk('assets/react.js', [], null),
  chunk(
    'assets/canvas.js',
    ['assets/react.js', 'assets/icons.js'],
    '/src/app/graph/canvas.tsx',
    false,
    'assets/canvas.css',
  ),
  chunk('assets/icons.js', [], null),
]

test('the chunk, what only it imports, and its styles', () => {
  const tags = tagsFor(chunks, '/graph/canvas.tsx', '(min-width: 720px)')
  expect(tags.map(({ attrs }) => [attrs?.['rel'], attrs?.['href'], attrs?.['media']])).toEqual([
    ['modulepreload', './assets/canvas.js', '(min-width: 720px)'],
    ['modulepreload', './assets/icons.js', '(min-width: 720px)'],
    ['preload', './assets/canvas.css', '(min-width: 720px)'],
  ])
})

test('a module that is in no chunk of its own stops the build', () => {
  expect(() => tagsFor(chunks, '/graph/renamed.tsx', 'all')).toThrow('/graph/renamed.tsx')
})
