import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { acquireLock, hasEnded } from '../scripts/environment/lock.mjs';
import { createStagingFolder } from '../scripts/packaging/staging-folder.mjs';
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

/** The process id of a process that has ended. */
const endedPid = spawnSync(process.execPath, ['--version']).pid;

describe('a staging folder', () => {
  test('leaves the destination unchanged when it is discarded', () => {
    writeFileSync(join(folder, 'setup.exe'), 'old');
    const work = createStagingFolder(folder);
    writeFileSync(join(work.folder, 'setup.exe'), 'half of the new one');
    work.discard();
    expect(readdirSync(folder)).toEqual(['setup.exe']);
    expect(readFileSync(join(folder, 'setup.exe'), 'utf8')).toBe('old');
  });

  test('moves the wanted files and folders to the destination and replaces those of the same name', () => {
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app/old.txt'), '');
    const work = createStagingFolder(folder);
    mkdirSync(join(work.folder, 'app'));
    writeFileSync(join(work.folder, 'app/new.txt'), '');
    writeFileSync(join(work.folder, 'notes.yml'), '');
    expect(work.finish((name) => name !== 'notes.yml')).toEqual(['app']);
    work.discard();
    expect(readdirSync(folder)).toEqual(['app']);
    expect(readdirSync(join(folder, 'app'))).toEqual(['new.txt']);
  });

  test('creates the destination, and removes staging folders of ended processes only', () => {
    const destination = join(folder, 'dist');
    const mine = createStagingFolder(destination);
    mkdirSync(join(destination, `.unfinished-${endedPid}-x`));
    const another = createStagingFolder(destination);
    expect(existsSync(join(destination, `.unfinished-${endedPid}-x`))).toBe(false);
    expect(existsSync(mine.folder)).toBe(true);
    expect(another.folder).not.toBe(mine.folder);
  });
});

describe('a lock', () => {
  test('has one owner at a time, and is free after its release', () => {
    const file = join(folder, 'lock');
    const release = acquireLock(file, 0);
    expect(release).toBeDefined();
    expect(acquireLock(file, 0)).toBeUndefined();
    release?.();
    expect(acquireLock(file, 0)).toBeDefined();
  });

  test('is free if its owner has ended', () => {
    const file = join(folder, 'lock');
    writeFileSync(file, String(endedPid));
    expect(acquireLock(file, 0)).toBeDefined();
    expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  });

  test('is not free while its owner writes the process id', () => {
    const file = join(folder, 'lock');
    writeFileSync(file, '');
    expect(acquireLock(file, 0)).toBeUndefined();
  });
});

test('a running process and an invalid process id have not ended', () => {
  expect(hasEnded(process.pid)).toBe(false);
  expect(hasEnded(endedPid)).toBe(true);
  for (const nonsense of [0, -1, 1.5, Number.NaN]) expect(hasEnded(nonsense)).toBe(false);
});
