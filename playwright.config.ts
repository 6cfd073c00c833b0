/** End-to-end tests: the built app in real browsers, as people run it. */

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // Each test runs up to three browsers that keep time with one another: side by side they would starve each other.
  workers: 1,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // Only ends a test that hangs: each expectation has a bound of its own, and machines differ in pace by more than twice.
  timeout: 180_000,
  expect: { timeout: 15_000 },
  reporter: 'list',
  projects: [
    {
      name: 'browser',
      testMatch: 'browser/**/*.spec.ts',
      testIgnore: ['browser/screenshots.spec.ts', 'browser/looks/*.spec.ts'],
    },
    { name: 'desktop', testMatch: 'desktop/*.spec.ts', testIgnore: 'desktop/screenshots.spec.ts' },
    { name: 'installed', testMatch: 'installed/*.spec.ts' },
    { name: 'lan', testMatch: 'lan/*.spec.ts', timeout: 170_000 },
    // `npm run test:laptop`; not in `npm test`, which has no time left for it.
    { name: 'laptop', testMatch: 'laptop/*.spec.ts' },
    { name: 'guests', testMatch: 'guests/*.spec.ts' },
    // `npm run test:looks`: pictures for the eye, and measurements.
    { name: 'looks', testMatch: 'browser/looks/*.spec.ts', timeout: 170_000 },
    // Only when asked for (`npm run screenshots`): it writes into docs/.
    ...(process.env.PAXBOARD_SCREENSHOTS === undefined
      ? []
      : [{ name: 'screenshots', testMatch: '{browser,desktop}/screenshots.spec.ts', timeout: 180_000 }]),
  ],
});
