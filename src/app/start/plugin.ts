/** Writes `start-check.ts` into a file of its own, which the page loads before its own script. */
import type { Plugin } from 'vite'
import { checkStart } from './start-check.ts'

const module = '<script type="module"'

export function startPlugin(): Plugin {
  return {
    name: 'crashcart:start',
    apply: 'build',
    buildStart() {
      this.emitFile({
        type: 'asset',
        name: 'start-check.js',
        source: `;(${checkStart.toString()})(window)\n`,
      })
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const name = Object.keys(bundle).find((each) => /start-check-[^/]*\.js$/.test(each))
        // After the policy and before the page's own script. Neither a module nor asked for with an origin: a
        // sandboxed frame may load it.
        return name === undefined
          ? html
          : html.replace(module, `<script src="./${name}"></script>\n    ${module}`)
      },
    },
  }
}
