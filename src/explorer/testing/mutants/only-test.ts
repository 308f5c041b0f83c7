/** Set up before a test file: skips all of its tests but one. Vitest takes a pattern of names for all projects, not for one. */
import { beforeEach } from 'vitest'

/** Its name; absent: all tests run. */
const only = process.env['CRASHCART_ONLY_TEST']

beforeEach(({ task, skip }) => {
  if (only !== undefined && task.name !== only) skip()
})
