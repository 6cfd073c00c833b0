import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { profileProblem } from './profile-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paxboard-profile-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a writable folder is accepted, created if missing, and unchanged', () => {
  const inner = join(folder, 'profiles/ada');
  expect(profileProblem(inner)).toBeUndefined();
  expect(existsSync(inner)).toBe(true);
  expect(readdirSync(inner)).toEqual([]);
});

test('reports a file at the path or above it, and keeps the file', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'mine');
  expect(profileProblem(file)).toBe('There is a file in its place.');
  expect(profileProblem(join(file, 'ada'))).toBe('There is a file in its place.');
  expect(readdirSync(folder)).toEqual(['file']);
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a folder that the person may not write to is reported',
  () => {
    chmodSync(folder, 0o500);
    expect(profileProblem(folder)).toBe('You may not write to it.');
    chmodSync(folder, 0o700);
  },
);
