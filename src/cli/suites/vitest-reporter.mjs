import { writeOutcome } from './outcome.mjs'

/** A Vitest reporter that writes outcomes, among them errors outside of any test. */
export default class OutcomeReporter {
  onTestCaseResult(test) {
    const { state, errors } = test.result()
    const error = state === 'failed' ? messageOf(errors[0]) : ''
    write(test.module, test, state === 'pending' ? 'skipped' : state, error)
  }

  /** A hook of a group failed: its tests are skipped, so the failure is the group's own. */
  onTestSuiteResult(suite) {
    for (const error of suite.errors()) write(suite.module, suite, 'failed', messageOf(error))
  }

  /** The file could not be loaded, or one of its own hooks failed. */
  onTestModuleEnd(module) {
    for (const error of module.errors()) write(module, undefined, 'failed', messageOf(error))
  }

  onTestRunEnd(_modules, unhandledErrors) {
    for (const error of unhandledErrors) write(undefined, undefined, 'failed', messageOf(error))
  }
}

function write(module, task, status, error) {
  writeOutcome({
    suite: 'unit',
    file: module?.moduleId ?? '',
    line: task?.location?.line ?? null,
    project: '',
    name: task?.fullName ?? (module ? 'the file as a whole' : 'an error that no test caught'),
    status,
    durationMs: task?.type === 'test' ? (task.diagnostic()?.duration ?? 0) : 0,
    error,
  })
}

const messageOf = (error) => error?.message ?? String(error)
