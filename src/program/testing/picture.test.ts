/**
 * Writes the layouts of all test programs to a page, to be looked at:
 *
 *     PICTURE=/tmp/graphs.html npx vitest run src/program/testing
 */

import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { compile } from '../compile.ts'
import { pictures } from './picture.ts'
import * as sources from './sources.ts'

test('a page with a picture of each program', async () => {
  const graphs = Object.entries(sources).map(([title, source]) => ({
    title,
    graph: compile(source, title).graph,
  }))
  const page = pictures(graphs, 928)
  expect(page.match(/<svg/g)).toHaveLength(graphs.length)
  const path = process.env['PICTURE']
  if (path !== undefined) await writeFile(path, page)
})
