/**
 * Reads the results of the tests from the JSON reports of vitest and Playwright. Failed tests are named at the end of a run, as often
 * only the end of its output is kept.
 */

export const noCounts = Object.freeze({ passed: 0, failed: Object.freeze([]), skipped: Object.freeze([]) });

export function addCounts(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: [...a.failed, ...b.failed],
    skipped: [...a.skipped, ...b.skipped],
  };
}

/**
 * A file that could not be loaded has no tests and counts as one failure.
 *
 * @param root is the folder that the names of files are relative to, with a slash at its end.
 */
export function vitestCounts(report, root = '') {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: report.testResults.flatMap((file) => {
      const name = file.name.startsWith(root) ? file.name.slice(root.length) : file.name;
      const failures = file.assertionResults.filter((test) => test.status === 'failed');
      if (file.status === 'failed' && failures.length === 0)
        return [described(name, firstLine(file.message))];
      return failures.map((test) =>
        described(`${name}: ${test.fullName}`, firstLine(test.failureMessages?.[0])),
      );
    }),
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
    failed: [
      ...tests
        .filter((test) => ['unexpected', 'flaky'].includes(test.status))
        .map((test) => described(test.name, firstLine(test.error))),
      ...report.errors.map((error) => firstLine(error.message) ?? 'an error outside the tests'),
    ],
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
      error: test.results.find(({ error }) => error !== undefined)?.error.message,
      why: test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description,
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap(testsIn)];
}

function described(name, why) {
  return `${name} – ${why ?? 'no reason given'}`;
}

/** @returns the first line of an error's message without the colours of a terminal, at most 200 characters. */
function firstLine(message) {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour.
  const [line] = (message ?? '').replaceAll(/\u001b\[\d*m/g, '').split('\n');
  return line === '' ? undefined : line.slice(0, 200);
}
