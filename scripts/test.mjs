/**
 * `npm test`: everything that must hold, from a fresh clone, in one command. All steps run, also after one has failed; the
 * last line counts the tests.
 *
 * Plain Node, because nothing is installed yet when this begins.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { browserVariable, ensureChromium } from './environment/browser.mjs';
import { openDisplay } from './environment/display.mjs';
import {
  ensureBuilt,
  ensureInstalled,
  ensureNodeVersion,
  PreparationFailed,
  root,
  say,
} from './environment/prepare.mjs';
import { ensureTestElectron } from './environment/test-electron.mjs';
import {
  addCounts,
  noCounts,
  playwrightCounts,
  playwrightLastLooks,
  playwrightSeconds,
  vitestCounts,
} from './test-counts.mjs';

const results = join(root, 'test-results');
const unitResults = join(results, 'units.json');
const endToEndResults = join(results, 'e2e.json');

/** Pages of failed tests that are printed, and characters of each, at most. */
const maxLastLooks = 6;
const maxLastLookLength = 1500;

/** Later steps do not start if a `needed` one fails. */
const steps = [
  { name: 'Node', needed: true, run: async () => ensureNodeVersion() },
  { name: 'Packages', needed: true, run: async () => ensureInstalled() },
  { name: 'Types', run: () => tool('typescript/bin/tsc', ['-b']) },
  { name: 'Lint and format', run: () => tool('@biomejs/biome/bin/biome', ['ci', '.']) },
  // Some units read the build.
  { name: 'Build', needed: true, run: async () => ensureBuilt() },
  {
    name: 'Units and simulation',
    counts: (hasFailed) => counted(unitResults, vitestCounts, hasFailed),
    run: units,
  },
  { name: 'Browser', needed: true, run: browser },
  { name: 'Electron', run: async () => say((await ensureTestElectron())?.what ?? 'none for this system') },
  {
    name: 'End to end',
    counts: (hasFailed) => counted(endToEndResults, playwrightCounts, hasFailed),
    run: endToEnd,
  },
];

class StepFailed extends Error {
  name = 'StepFailed';
}

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
  if (skipped.length > 0) say(`\nSkipped:\n${skipped.map((test) => `   ${test}`).join('\n')}`);
  if (failed.length > 0) say(`\nFailed: ${failed.join(', ')}`);
  say(`\n${passed} passed, ${failures} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 || failures > 0 ? 1 : 0;
}

function units() {
  return tool('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitResults}`,
  ]);
}

async function browser() {
  process.env[browserVariable] = await ensureChromium();
  say(process.env[browserVariable]);
}

async function endToEnd() {
  process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = endToEndResults;
  // Tests with this tag have a separate command.
  const display = await openDisplay();
  try {
    const projects = ['browser', 'desktop', 'lan'].map((name) => `--project=${name}`);
    const args = ['test', ...projects, '--grep-invert', '@long', '--reporter=list,json'];
    await tool('@playwright/test/cli.js', args, display);
  } catch (error) {
    showLastLooks();
    throw error;
  } finally {
    display.stop();
    showSeconds();
  }
}

/** Which of the projects takes how much of the time. */
function showSeconds() {
  if (!existsSync(endToEndResults)) return;
  const seconds = playwrightSeconds(JSON.parse(readFileSync(endToEndResults, 'utf8')));
  const parts = [...seconds].map(([project, time]) => `${project} ${time.toFixed(0)} s`);
  say(`\nTime in tests: ${parts.join(', ')}`);
}

/** Where only the output is kept, as of a run elsewhere, it is all there is to find out by. */
function showLastLooks() {
  if (!existsSync(endToEndResults)) return;
  const looks = playwrightLastLooks(JSON.parse(readFileSync(endToEndResults, 'utf8')));
  for (const { test, what, path } of looks.slice(0, maxLastLooks)) {
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'utf8').trim();
    const shown = text.length > maxLastLookLength ? `${text.slice(0, maxLastLookLength)} …` : text;
    say(`\n${test}: ${what}\n   ${shown.replaceAll('\n', '\n   ')}`);
  }
}

/** Runs a program of node_modules in Node, without a keyboard: nothing may ask for one. */
function tool(name, args, { env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', name), ...args], {
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

/** A step that failed without saying which test did counts as one failure, so that the last line never looks well. */
function counted(file, read, hasFailed) {
  const counts = existsSync(file) ? read(JSON.parse(readFileSync(file, 'utf8'))) : noCounts;
  return hasFailed && counts.failed === 0 ? addCounts(counts, { ...noCounts, failed: 1 }) : counts;
}
