/** Reads the results of the tests from the JSON reports of vitest and Playwright. */

export const noCounts = Object.freeze({ passed: 0, failed: 0, skipped: Object.freeze([]) });

export function addCounts(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: [...a.skipped, ...b.skipped],
  };
}

/** A file that could not be loaded has no tests and counts as one failure. */
export function vitestCounts(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter((test) => test.status === 'failed').length + broken.length,
    skipped: tests
      .filter((test) => !['passed', 'failed'].includes(test.status))
      // The report has no field for a reason, so the name of the test contains it.
      .map((test) => test.fullName),
  };
}

/** A test that passes only after a retry counts as a failure. */
export function playwrightCounts(report) {
  const tests = report.suites.flatMap(testsIn);
  return {
    passed: tests.filter((test) => test.status === 'expected').length,
    failed:
      tests.filter((test) => ['unexpected', 'flaky'].includes(test.status)).length + report.errors.length,
    skipped: tests.filter((test) => test.status === 'skipped').map((test) => described(test.name, test.why)),
  };
}

/** @returns the total duration of the tests of each project, in seconds, by its name. */
export function playwrightSeconds(report) {
  const seconds = new Map();
  for (const { project, milliseconds } of report.suites.flatMap(testsIn)) {
    seconds.set(project, (seconds.get(project) ?? 0) + milliseconds / 1000);
  }
  return seconds;
}

/** @returns the text attachments of failed tests: the state of their pages. */
export function playwrightFailureReports(report) {
  return report.suites
    .flatMap(testsIn)
    .filter(({ status }) => status === 'unexpected')
    .flatMap(({ name, attachments }) =>
      attachments.map(({ name: attachment, path }) => ({ test: name, attachment, path })),
    );
}

function testsIn(suite) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: `${test.projectName}: ${spec.file}: ${spec.title}`,
      project: test.projectName,
      status: test.status,
      milliseconds: test.results.reduce((sum, { duration }) => sum + duration, 0),
      attachments: test.results
        .flatMap((result) => result.attachments)
        .filter(({ contentType, path }) => contentType === 'text/plain' && path !== undefined),
      why: test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description,
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsIn)];
}

function described(name, why) {
  return `${name} – ${why ?? 'no reason given'}`;
}
