/**
 * `npm test`: installs, builds, and runs all checks and tests, from a fresh clone. A failed step does not end the run
 * unless later steps need it. The last line counts the tests.
 *
 * Plain Node, because it starts before the packages are installed.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browserVariable, ensureChromium } from './environment/browser.mjs';
import { openDisplay } from './environment/display.mjs';
import { ensureTestElectron } from './environment/electron/test-electron.mjs';
import {
  ensureBuilt,
  ensureInstalled,
  ensureNodeVersion,
  PreparationFailed,
  root,
  say,
} from './environment/prepare.mjs';
import {
  addCounts,
  noCounts,
  playwrightCounts,
  playwrightFailureReports,
  playwrightSeconds,
  vitestCounts,
} from './test-counts.mjs';

const results = join(root, 'test-results');
const unitResults = join(results, 'units.json');
const endToEndResults = join(results, 'e2e.json');

/** Bounds of the printed reports of failed tests: their number, and characters of each. */
const maxFailureReports = 6;
const maxFailureReportLength = 1500;

/** If a `needed` step fails, the later ones do not start. */
const steps = [
  { name: 'Node', needed: true, run: async () => ensureNodeVersion() },
  { name: 'Packages', needed: true, run: packages },
  { name: 'Types', run: () => tool('typescript/bin/tsc', ['-b']) },
  { name: 'Lint and format', run: () => tool('@biomejs/biome/bin/biome', ['ci', '.']) },
  // Some units read the build.
  { name: 'Build', needed: true, run: async () => ensureBuilt() },
  {
    name: 'Units and simulation',
    counts: (hasFailed) => counted(unitResults, (results) => vitestCounts(results, root), hasFailed),
    run: units,
  },
  { name: 'Browser', needed: true, run: browser },
  {
    name: 'Electron',
    run: async () => say((await ensureTestElectron())?.description ?? 'none for this system'),
  },
  {
    name: 'End to end',
    counts: (hasFailed) => counted(endToEndResults, playwrightCounts, hasFailed),
    run: endToEnd,
  },
];

class StepFailed extends Error {
  name = 'StepFailed';
}

/** The installation of programs of the system, once it has begun. @type {Promise<void> | undefined} */
let programs;

await main();

async function main() {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  let counts = noCounts;
  const summary = [];
  const failed = [];
  for (const step of steps) {
    say(`\n── ${step.name}`);
    const begun = performance.now();
    const why = await problemOf(step);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    const verdict = why === undefined ? 'ok' : 'FAILED';
    summary.push(`   ${verdict.padEnd(6)}  ${seconds.padStart(6)} s  ${step.name}`);
    say(`── ${step.name}: ${verdict} in ${seconds} s${why === undefined ? '' : ` (${why})`}`);
    if (step.counts !== undefined) counts = addCounts(counts, step.counts(why !== undefined));
    if (why === undefined) continue;
    failed.push(step.name);
    if (step.needed) break;
  }
  report(summary, failed, counts);
}

/** @returns why the step failed, undefined if it did not. */
async function problemOf(step) {
  try {
    await step.run();
    return undefined;
  } catch (error) {
    if (!(error instanceof PreparationFailed || error instanceof StepFailed)) throw error;
    return error.message;
  }
}

function report(summary, failed, { passed, failed: failures, skipped }) {
  say(`\n${summary.join('\n')}`);
  if (skipped.length > 0) say(`\nSkipped:\n${listed(skipped)}`);
  if (failures.length > 0) say(`\nFailed tests:\n${listed(failures)}`);
  if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}`);
  say(`\n${passed} passed, ${failures.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 || failures.length > 0 ? 1 : 0;
}

function listed(tests) {
  return tests.map((test) => `   ${test}`).join('\n');
}

function units() {
  return tool('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitResults}`,
  ]);
}

/** Debian's packages are installed at the same time: each waits for the network or the disk most of its time. */
async function packages() {
  // A failure shows when a step misses its programs.
  programs = node([join(root, 'scripts/environment/install-programs.mjs')]).catch(() => undefined);
  ensureInstalled();
}

async function browser() {
  await programs;
  process.env[browserVariable] = await ensureChromium();
  say(process.env[browserVariable]);
}

async function endToEnd() {
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = endToEndResults;
  // Tests with this tag have a separate command.
  const display = await openDisplay();
  try {
    const projects = ['browser', 'desktop', 'installed', 'lan'].map((name) => `--project=${name}`);
    const args = ['test', ...projects, '--grep-invert', '@long', '--reporter=list,json'];
    await tool('@playwright/test/cli.js', args, display);
  } catch (error) {
    printFailureReports();
    throw error;
  } finally {
    display.stop();
    printProjectTimes();
  }
}

function printProjectTimes() {
  if (!existsSync(endToEndResults)) return;
  const seconds = playwrightSeconds(JSON.parse(readFileSync(endToEndResults, 'utf8')));
  const parts = [...seconds].map(([project, time]) => `${project} ${time.toFixed(0)} s`);
  say(`\nTime in tests: ${parts.join(', ')}`);
}

/** Prints the states of the pages of failed tests, for runs of which only the output is kept. */
function printFailureReports() {
  if (!existsSync(endToEndResults)) return;
  const reports = playwrightFailureReports(JSON.parse(readFileSync(endToEndResults, 'utf8')));
  for (const { test, attachment, path } of reports.slice(0, maxFailureReports)) {
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'utf8').trim();
    const shown = text.length > maxFailureReportLength ? `${text.slice(0, maxFailureReportLength)} …` : text;
    say(`\n${test}: ${attachment}\n   ${shown.replaceAll('\n', '\n   ')}`);
  }
}

/** Runs a program of node_modules in Node. */
function tool(name, args, options) {
  return node([join(root, 'node_modules', name), ...args], options);
}

/** Runs Node, with an empty standard input. */
function node(args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => reject(new StepFailed(error.message)));
    child.on('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new StepFailed(signal === null ? `exit code ${code}` : `ended by ${signal}`));
    });
  });
}

/** A failed step without a failed test counts as one failure, so that the last line reports it. */
function counted(file, read, hasFailed) {
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : noCounts;
  if (!hasFailed || counts.failed.length > 0) return counts;
  return addCounts(counts, { ...noCounts, failed: ['a step failed without a failed test'] });
}
