/** The end of `npm test` names each failed test: of some runs only the end of the output is kept. */

import { expect, test } from 'vitest';
import { addCounts, noCounts, playwrightCounts, vitestCounts } from '../scripts/test-counts.mjs';

const red = '\u001b[31m';

test('a failed unit is named with its file and the first line of its error', () => {
  const report = {
    testResults: [
      {
        name: '/checkout/shared/a.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'adds' },
          {
            status: 'failed',
            fullName: 'subtracts',
            failureMessages: [`${red}Error: 3 instead of 2\n  at a.ts`],
          },
          { status: 'pending', fullName: 'divides' },
        ],
      },
    ],
  };
  expect(vitestCounts(report, '/checkout/')).toEqual({
    passed: 1,
    failed: ['shared/a.test.ts: subtracts – Error: 3 instead of 2'],
    skipped: ['divides'],
  });
});

test('a file of units that cannot be loaded is named', () => {
  const report = {
    testResults: [
      { name: '/checkout/b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
    ],
  };
  expect(vitestCounts(report, '/checkout/').failed).toEqual(['b.test.ts – no such module']);
});

test('failed and flaky browser tests and errors outside of tests are named', () => {
  const outcome = (title: string, status: string, message?: string) => ({
    file: 'crash.spec.ts',
    title,
    tests: [
      {
        projectName: 'browser',
        status,
        annotations: [],
        results: [{ duration: 1, attachments: [], ...(message === undefined ? {} : { error: { message } }) }],
      },
    ],
  });
  const specs = [outcome('a', 'expected'), outcome('b', 'unexpected', 'timed out\n…'), outcome('c', 'flaky')];
  const counts = playwrightCounts({ suites: [{ specs }], errors: [{ message: 'no display' }] });
  expect(counts).toEqual({
    passed: 1,
    failed: [
      'browser: crash.spec.ts: b – timed out',
      'browser: crash.spec.ts: c – no reason given',
      'no display',
    ],
    skipped: [],
  });
  expect(addCounts(noCounts, counts)).toEqual(counts);
});
