import { writeOutcome } from './outcome.mjs'

/** How Playwright names what became of a test; what was interrupted is `skipped` to it. */
const STATUSES = { expected: 'passed', flaky: 'passed', unexpected: 'failed', skipped: 'skipped' }

/** A Playwright reporter that writes outcomes, among them errors outside of any test. */
export default class OutcomeReporter {
  onTestEnd(test, result) {
    writeOutcome({
      suite: 'page',
      file: test.location.file,
      line: test.location.line,
      project: test.parent.project()?.name ?? '',
      // The first three are empty, the project and the file.
      name: test.titlePath().slice(3).join(' › '),
      status: STATUSES[test.outcome()],
      durationMs: result.duration,
      error: result.error?.message ?? '',
    })
  }

  /** A file could not be loaded, or a server did not start. */
  onError(error) {
    writeOutcome({
      suite: 'page',
      file: error.location?.file ?? '',
      line: null,
      project: '',
      name: error.location ? 'the file as a whole' : 'an error outside of all tests',
      status: 'failed',
      durationMs: 0,
      error: error.message ?? String(error.value),
    })
  }

  printsToStdio() {
    return false
  }
}
