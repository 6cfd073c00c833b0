import { promises } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemError, unwritableFiles, watchedFiles } from '../testing/faulty-files.ts';
import { held } from '../testing/held.ts';
import { type Files, NumberedLog } from './numbered-log.ts';

let folder: string;
const opened: NumberedLog[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'paxboard-log-'));
});

afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
  await rm(folder, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);
const texts = (records: readonly Uint8Array[]) => records.map((record) => new TextDecoder().decode(record));

async function open(files?: Files) {
  const result = await NumberedLog.open(folder, true, files);
  opened.push(result.log);
  return { log: result.log, found: texts(result.records) };
}

/** Opens it, and writes `found` as its head, as a store does. */
async function begun(files?: Files) {
  const { log, found } = await open(files);
  await log.begin(bytes([...found, 'head'].join('+')));
  return { log, found };
}

async function onlyFile(): Promise<string> {
  const names = await readdir(folder);
  const [name = ''] = names;
  expect(names).toHaveLength(1);
  return join(folder, name);
}

describe('a log', () => {
  test('returns everything that was appended, in order, to the next opening', async () => {
    const { log } = await begun();
    await log.append(bytes('one'), true);
    await log.append(bytes('two'), false);
    expect((await open()).found).toEqual(['head', 'one', 'two']);
  });

  test('confirms an append only once the disk has it', async () => {
    const order: string[] = [];
    const files = watchedFiles(
      () => undefined,
      () => order.push('synced'),
    );
    const { log } = await begun(files);
    order.length = 0;
    await log.append(bytes('one'), true).then(() => order.push('confirmed'));
    expect(order).toEqual(['synced', 'confirmed']);
  });

  test('takes nothing more after the disk failed once: a second attempt could hide what the first one lost', async () => {
    let fails = false;
    const files = watchedFiles(() => {
      if (fails) throw systemError('EIO');
    });
    const { log } = await begun(files);
    fails = true;
    await expect(log.append(bytes('one'), true)).rejects.toThrow('EIO');
    fails = false;
    await expect(log.append(bytes('two'), true)).rejects.toThrow('closed');
  });

  test('takes nothing more after an earlier file could not be removed, or it was closed', async () => {
    let fails = true;
    const files: Files = {
      ...promises,
      rm: async (...args: Parameters<Files['rm']>) => {
        if (fails) throw systemError('EIO');
        await promises.rm(...args);
      },
    };
    await begun();
    const { log } = await open(files);
    await expect(log.begin(bytes('head'))).rejects.toThrow('EIO');
    fails = false;
    await expect(log.append(bytes('one'), true)).rejects.toThrow('closed');
    const next = await begun(files);
    fails = true;
    await expect(next.log.replace(bytes('all'))).rejects.toThrow('EIO');
    fails = false;
    await expect(next.log.append(bytes('one'), true)).rejects.toThrow('closed');
    const names = await readdir(folder);
    await expect(next.log.replace(bytes('all'))).rejects.toThrow('closed');
    expect(await readdir(folder)).toEqual(names);
  });

  test('is not appended to by a process that opened it before another one did', async () => {
    const first = await begun();
    await first.log.append(bytes('one'), true);
    const second = await open();
    // Also before the second one has written anything.
    await expect(first.log.append(bytes('late'), true)).rejects.toMatchObject({ name: 'StoreFenced' });
    expect(second.found).toEqual(['head', 'one']);
    await second.log.begin(bytes('head of the second'));
    await second.log.append(bytes('two'), true);
    expect((await open()).found).toEqual(['head of the second', 'two']);
  });

  test('fences a process also if the opening after it failed, and another one followed', async () => {
    const first = await begun();
    const reading = held();
    const failing: Files = {
      ...promises,
      readFile: (async () => {
        await reading.promise;
        throw systemError('EIO');
      }) as unknown as Files['readFile'],
    };
    const second = open(failing);
    second.catch(() => undefined);
    await vi.waitFor(async () => expect(await readdir(folder)).toContain('2.log'));
    const third = open();
    await third;
    reading.resolve();
    await expect(second).rejects.toThrow('EIO');
    expect((await third).found).toEqual(['head']);
    await expect(first.log.append(bytes('late'), true)).rejects.toMatchObject({ name: 'StoreFenced' });
  });

  test('of two openings at the same time belongs to one, which has everything', async () => {
    const before = await begun();
    await before.log.append(bytes('one'), true);
    const both = await Promise.all([open(), open()]);
    const written = await Promise.allSettled(
      both.map(async ({ log, found }) => {
        await log.begin(bytes(found.join('+')));
        await log.append(bytes('mine'), true);
      }),
    );
    expect(written.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await open()).found).toEqual(['head+one', 'mine']);
  });

  test('ignores a record that a crash cut off, anywhere, and the opening of a process that crashed in it', async () => {
    const { log } = await begun();
    await log.append(bytes('one'), true);
    const whole = (await readFile(await onlyFile())).length;
    await log.append(bytes('two'), true);
    const end = (await readFile(await onlyFile())).length;
    const content = await readFile(await onlyFile());
    for (let length = whole; length < end; length += 1) {
      await rm(folder, { recursive: true });
      await promises.mkdir(folder);
      await writeFile(join(folder, '1.log'), content.subarray(0, length));
      await writeFile(join(folder, '2.log'), '');
      await writeFile(join(folder, '3.log'), content.subarray(0, 7));
      expect((await open()).found).toEqual(['head', 'one']);
    }
  });

  test('ignores zeros at the end, which a file system may leave for data that it had not written', async () => {
    const { log } = await begun();
    await log.append(bytes('one'), true);
    const path = await onlyFile();
    const { length } = await readFile(path);
    await truncate(path, length + 100);
    expect((await open()).found).toEqual(['head', 'one']);
  });

  test('is damaged if any byte of it is wrong', async () => {
    const { log } = await begun();
    await log.append(bytes('one'), true);
    await log.append(bytes('two'), true);
    const content = await readFile(await onlyFile());
    for (let at = 0; at < content.length; at += 1) {
      const wrong = Uint8Array.from(content);
      wrong[at] = (wrong[at] ?? 0) ^ 0x40;
      await rm(folder, { recursive: true });
      await promises.mkdir(folder);
      await writeFile(join(folder, '1.log'), wrong);
      await expect(open()).rejects.toMatchObject({ name: 'StoreCorrupted' });
    }
  });

  test('continues in a new file, which has the number of the next opening', async () => {
    const { log } = await begun();
    await log.append(bytes('one'), true);
    await log.replace(bytes('all'));
    expect(await onlyFile()).toBe(join(folder, '2.log'));
    await log.append(bytes('two'), true);
    const next = await open();
    expect(next.found).toEqual(['all', 'two']);
    await expect(log.replace(bytes('late'))).rejects.toMatchObject({ name: 'StoreFenced' });
  });

  test('that was deleted is gone', async () => {
    const { log } = await begun();
    await rm(folder, { recursive: true });
    await expect(log.append(bytes('one'), true)).rejects.toMatchObject({ name: 'StoreGone' });
    await expect(NumberedLog.open(folder, false)).rejects.toMatchObject({ name: 'StoreGone' });
  });

  test('reports a full disk', async () => {
    const { log } = await open(unwritableFiles('ENOSPC'));
    await expect(log.begin(bytes('head'))).rejects.toMatchObject({ fault: { type: 'full' } });
  });

  test('is for this user only', async () => {
    await rm(folder, { recursive: true });
    await begun();
    const mode = async (path: string) => (await promises.stat(path)).mode & 0o777;
    expect([await mode(folder), await mode(join(folder, '1.log'))]).toEqual([0o700, 0o600]);
  });
});
