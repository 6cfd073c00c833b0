import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { RunMarker } from './last-run.ts';

function profile() {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'running.json');
  const warn = vi.fn();
  return { file, warn, start: () => new RunMarker(file, warn) };
}

test('a run that ends on request leaves nothing to report', () => {
  const { file, start } = profile();
  const first = start();
  expect(first.takeLastRun()).toBe('ended-well');
  expect(existsSync(file)).toBe(true);
  first.ends();
  expect(existsSync(file)).toBe(false);
  expect(start().takeLastRun()).toBe('ended-well');
});

test('a run that was cut short is reported once, to the first window of the next run', () => {
  const { start } = profile();
  start();
  const next = start();
  expect(next.takeLastRun()).toBe('cut-short');
  expect(next.takeLastRun()).toBe('ended-well');
  next.ends();
  expect(start().takeLastRun()).toBe('ended-well');
});

test('a crashed window is reported at the next start, also after a regular end', () => {
  const { start } = profile();
  const first = start();
  first.windowCrashed();
  first.ends();
  const second = start();
  expect(second.takeLastRun()).toBe('window-crashed');
  second.ends();
  expect(start().takeLastRun()).toBe('ended-well');
});

test.each([
  ['truncated JSON', '{"version":1,"wind'],
  ['nothing', ''],
  ['other JSON', '[]'],
  ['too many bytes', ' '.repeat(2_000)],
])('a file that holds %s counts as a run that was cut short', (_, text) => {
  const { file, start } = profile();
  writeFileSync(file, text);
  expect(start().takeLastRun()).toBe('cut-short');
});

test('a read-only folder causes only warnings', () => {
  const warn = vi.fn();
  const marker = new RunMarker('/dev/null/running.json', warn);
  marker.windowCrashed();
  marker.ends();
  expect(warn).toHaveBeenCalled();
});
