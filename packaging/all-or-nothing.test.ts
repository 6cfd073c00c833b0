import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { hasEnded, takeTurn } from '../scripts/environment/turn.mjs';
import { workplaceIn } from '../scripts/packaging/all-or-nothing.mjs';
import { temporaryFolder } from './testing/build.ts';

const temporary = temporaryFolder();
let folder: string;
let tests = 0;

beforeEach(() => {
  tests += 1;
  folder = join(temporary.path, String(tests));
  mkdirSync(folder);
});
afterAll(() => temporary.remove());

/** Of a process that was, and is no more. */
const endedPid = spawnSync(process.execPath, ['--version']).pid;

describe('a workplace', () => {
  test('leaves the destination as it was when the work fails', () => {
    writeFileSync(join(folder, 'setup.exe'), 'old');
    const work = workplaceIn(folder);
    writeFileSync(join(work.folder, 'setup.exe'), 'half of the new one');
    work.discard();
    expect(readdirSync(folder)).toEqual(['setup.exe']);
    expect(readFileSync(join(folder, 'setup.exe'), 'utf8')).toBe('old');
  });

  test('brings what is wanted to its place, over what was there, folders too', () => {
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app/old.txt'), '');
    const work = workplaceIn(folder);
    mkdirSync(join(work.folder, 'app'));
    writeFileSync(join(work.folder, 'app/new.txt'), '');
    writeFileSync(join(work.folder, 'notes.yml'), '');
    expect(work.finish((name) => name !== 'notes.yml')).toEqual(['app']);
    work.discard();
    expect(readdirSync(folder)).toEqual(['app']);
    expect(readdirSync(join(folder, 'app'))).toEqual(['new.txt']);
  });

  test('is made where there was no folder, and cleans up after a run that was killed, not after one that runs', () => {
    const destination = join(folder, 'dist');
    const mine = workplaceIn(destination);
    mkdirSync(join(destination, `.unfinished-${endedPid}-x`));
    const another = workplaceIn(destination);
    expect(existsSync(join(destination, `.unfinished-${endedPid}-x`))).toBe(false);
    expect(existsSync(mine.folder)).toBe(true);
    expect(another.folder).not.toBe(mine.folder);
  });
});

describe('a turn', () => {
  test('is for one at a time, and passes on when it ends', () => {
    const file = join(folder, 'turn');
    const end = takeTurn(file, 0);
    expect(end).toBeDefined();
    expect(takeTurn(file, 0)).toBeUndefined();
    end?.();
    expect(takeTurn(file, 0)).toBeDefined();
  });

  test('does not stay with a process that died', () => {
    const file = join(folder, 'turn');
    writeFileSync(file, String(endedPid));
    expect(takeTurn(file, 0)).toBeDefined();
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  });

  test('is respected while it is being written down', () => {
    const file = join(folder, 'turn');
    writeFileSync(file, '');
    expect(takeTurn(file, 0)).toBeUndefined();
  });
});

test('processes that run have not ended, and what is no process is left alone', () => {
  expect(hasEnded(process.pid)).toBe(false);
  expect(hasEnded(endedPid)).toBe(true);
  for (const nonsense of [0, -1, 1.5, Number.NaN]) expect(hasEnded(nonsense)).toBe(false);
});
