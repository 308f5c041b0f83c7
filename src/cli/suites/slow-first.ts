import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import type { TestSequencer, TestSpecification, Vitest } from 'vitest/node'
import { repository } from '../install.mjs'

/** Folders whose files take half a minute and more: begun last, one of them would keep half of the machine idle. */
const slow = /^src[\\/](?:explorer|scenarios)[\\/]/

/** Vitest knows how long files take only after a first run, and a fresh clone has none. */
export class SlowFirst implements TestSequencer {
  readonly #context: Pick<Vitest, 'config'>

  constructor(context: Pick<Vitest, 'config'>) {
    this.#context = context
  }

  /** All files are of one shard. */
  shard(files: TestSpecification[]): TestSpecification[] {
    return files
  }

  /** Slow ones first; where tests are shuffled, files are too, by the seed alone. */
  sort(files: TestSpecification[]): TestSpecification[] {
    const { shuffle, seed } = this.#context.config.sequence
    const keyOf = ({ moduleId }: TestSpecification): string => {
      const path = relative(repository, moduleId)
      if (shuffle) return createHash('sha256').update(`${seed} ${path}`).digest('hex')
      return `${slow.test(path) ? 0 : 1} ${path}`
    }
    return files.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  }
}
