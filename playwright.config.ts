/** End-to-end tests: the built app in real browsers, as people run it. */

import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/e2e',
  // Instances wait for one another a third of the time: two tests fill the cores that one leaves idle. The projects below that share a
  // display, or machines in network namespaces, run one test at a time, beside those of the others.
  workers: 2,
  fullyParallel: false,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // These only end a test that hangs: machines differ in pace by more than twice.
  timeout: 480_000,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 60_000 },
  reporter: 'list',
  projects: [
    {
      name: 'browser',
      testMatch: 'browser/**/*.spec.ts',
      testIgnore: ['browser/screenshots.spec.ts', 'browser/looks/*.spec.ts'],
    },
    {
      name: 'desktop',
      workers: 1,
      testMatch: 'desktop/*.spec.ts',
      testIgnore: 'desktop/screenshots.spec.ts',
    },
    { name: 'installed', workers: 1, testMatch: 'installed/*.spec.ts' },
    { name: 'lan', workers: 1, testMatch: 'lan/*.spec.ts' },
    // `npm run test:laptop`; not in `npm test`, which has no time left for it.
    { name: 'laptop', workers: 1, testMatch: 'laptop/*.spec.ts' },
    { name: 'guests', workers: 1, testMatch: 'guests/*.spec.ts' },
    // `npm run test:looks`: pictures for the eye, and measurements.
    { name: 'looks', testMatch: 'browser/looks/*.spec.ts' },
    // Only when asked for (`npm run screenshots`): it writes into docs/.
    ...(process.env.PAXBOARD_SCREENSHOTS === undefined
      ? []
      : [{ name: 'screenshots', testMatch: '{browser,desktop}/screenshots.spec.ts', timeout: 180_000 }]),
  ],
});
