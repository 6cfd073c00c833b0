import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readLog, writeLog } from './log-records.ts';
import { mendTornLogs } from './torn-logs.ts';

const records = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];

function profileWith(log: Uint8Array) {
  const profile = mkdtempSync(join(tmpdir(), 'paxboard-logs-'));
  onTestFinished(() => rmSync(profile, { recursive: true }));
  const database = join(profile, 'IndexedDB/app_paxboard_0.indexeddb.leveldb');
  mkdirSync(database, { recursive: true });
  writeFileSync(join(database, '000003.log'), log);
  return {
    profile,
    read: () => readFileSync(join(database, '000003.log')),
    files: () => readdirSync(database),
  };
}

test('a log with a write that was cut off is mended, and reported', () => {
  const { profile, read, files } = profileWith(writeLog(records).subarray(0, -1));
  const report = vi.fn();
  mendTornLogs(profile, report);
  expect(readLog(read())).toEqual({ state: 'whole', records: records.slice(0, 1) });
  expect(files()).toEqual(['000003.log']);
  expect(report).toHaveBeenCalledTimes(1);
});

test.each([
  ['whole', writeLog(records)],
  ['damaged', writeLog(records).with(8, 0)],
])('a %s log is not changed', (_, log) => {
  const { profile, read } = profileWith(log);
  const report = vi.fn();
  mendTornLogs(profile, report);
  expect(Uint8Array.from(read())).toEqual(log);
  expect(report).not.toHaveBeenCalled();
});

test('a new profile has no database', () => {
  const report = vi.fn();
  mendTornLogs(join(tmpdir(), 'no-such-profile'), report);
  expect(report).not.toHaveBeenCalled();
});
