/** Serves one file of the source with an edit in it. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import { applyEdit, type Edit } from './mutant.ts'

export const repository = join(import.meta.dirname, '../../../..')

/** @param file path from `src/` */
export function pathOf(file: string): string {
  return join(repository, 'src', file)
}

/** @param current which edit, each time that a file is asked for; null: the source as it is */
export function editPlugin(current: () => Edit | null): Plugin {
  return {
    name: 'crashcart:edit',
    enforce: 'pre',
    async load(id) {
      const edit = current()
      return edit !== null && id === pathOf(edit.file) ? applyEdit(await readFile(id, 'utf8'), edit) : null
    },
  }
}
