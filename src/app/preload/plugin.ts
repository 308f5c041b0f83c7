/**
 * Lets the page's HTML name chunks that are imported later and wanted at once. Without it their bytes are asked for
 * only when the entry has come and runs: one round trip later.
 */
import type { HtmlTagDescriptor, Plugin } from 'vite'
import { reach } from './reach.ts'

export interface Preloaded {
  /** End of the module's path: `/features/graph/canvas.tsx`. */
  readonly module: string
  /** Where it is wanted: browsers that know it load it elsewhere only when asked. */
  readonly media: string
}

/** The parts of a chunk that are needed here. */
interface Chunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly facadeModuleId: string | null
  readonly isEntry: boolean
  readonly imports: readonly string[]
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> }
}

export function preloadPlugin(wanted: readonly Preloaded[]): Plugin {
  return {
    name: 'crashcart:preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) => {
        if (bundle === undefined) return []
        const chunks = Object.values(bundle).filter(
          (file): file is typeof file & Chunk => file.type === 'chunk',
        )
        return wanted.flatMap(({ module, media }) => tagsFor(chunks, module, media))
      },
    },
  }
}

/**
 * Tags for a module's chunk, for the chunks that only it imports, and for its styles.
 * @throws if no chunk begins with the module: it has been renamed, or is part of the entry.
 */
export function tagsFor(chunks: readonly Chunk[], module: string, media: string): HtmlTagDescriptor[] {
  const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module))
  if (chunk === undefined) throw new Error(`No chunk begins with ${module}, which is to be preloaded`)
  const byName = new Map(chunks.map((one) => [one.fileName, one]))
  const reachedFrom = ({ fileName }: Chunk) => [...reach(fileName, (name) => byName.get(name)?.imports ?? [])]
  const known = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap(reachedFrom))
  const own = reachedFrom(chunk).filter((name) => !known.has(name))
  const styles = own.flatMap((name) => [...(byName.get(name)?.viteMetadata?.importedCss ?? [])])
  const link = (attributes: { readonly [name: string]: string | boolean }): HtmlTagDescriptor => ({
    tag: 'link',
    attrs: { ...attributes, media },
    injectTo: 'head',
  })
  return [
    ...own.map((name) => link({ rel: 'modulepreload', crossorigin: true, href: `./${name}` })),
    ...styles.map((name) => link({ rel: 'preload', as: 'style', crossorigin: true, href: `./${name}` })),
  ]
}
