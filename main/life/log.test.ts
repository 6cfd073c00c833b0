import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { maxLogBytes, openLog } from './log.ts';

test('only the owner can read the log, and there are at most two files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const place = join(folder, 'logs');
  const log = openLog(place);
  log.info('hello');
  expect(readFileSync(join(place, 'paxboard.log'), 'utf8')).toMatch(/\[info\] +hello/);
  if (process.platform !== 'win32') expect(statSync(join(place, 'paxboard.log')).mode & 0o077).toBe(0);
  for (let i = 0; i < 8; i += 1) log.info('x'.repeat(maxLogBytes / 2));
  expect(readdirSync(place).sort()).toEqual(['paxboard.log', 'paxboard.old.log']);
  for (const file of readdirSync(place))
    expect(statSync(join(place, file)).size).toBeLessThan(2 * maxLogBytes);
});
