/**
 * A durable log in a folder, for one writer at a time.
 *
 * The folder has files `1.log`, `2.log`, … Each opening takes the next number by creating that file exclusively, then
 * reads the highest complete file below it, writes everything into its own as one record (the head), and removes the
 * others. A file is complete once it has its head. The writer appends to its own file only, waits for the disk, and
 * then looks whether the next number is taken: if so, another process has opened the log, and may not have read what
 * was appended. So nothing counts as stored that a later opening may lack, whatever the order of the two.
 *
 * A long file is replaced in the same way, by its own writer.
 */

import { constants, promises } from 'node:fs';
import { join } from 'node:path';
import { StoreCorrupted, StoreFailed, StoreFenced, StoreGone, type StoreUse } from '#app/store/errors.ts';
import { encodeLogRecord, readLogFile } from './log-file.ts';

/** The used part of `node:fs`; a test can fail or delay it. */
export type Files = Pick<typeof promises, 'open' | 'readdir' | 'readFile' | 'access' | 'rm' | 'mkdir'>;

/** Files and folders are for this user only: they hold keys. */
const fileMode = 0o600;
const folderMode = 0o700;

/** Openings that race for a number, at most. */
const maxTries = 8;

const namePattern = /^([1-9][0-9]{0,14})\.log$/;

type FileHandle = Awaited<ReturnType<Files['open']>>;

export interface OpenedLog {
  /** Its head must be written before anything is appended. */
  readonly log: NumberedLog;
  /** The head of the last writer, and what it appended; empty if there was none. */
  readonly records: readonly Uint8Array[];
}

export class NumberedLog {
  readonly #folder: string;
  readonly #files: Files;
  #number: number;
  #file: FileHandle;
  #records = 0;
  #bytes = 0;
  #hasEnded = false;

  private constructor(folder: string, files: Files, number: number, file: FileHandle) {
    this.#folder = folder;
    this.#files = files;
    this.#number = number;
    this.#file = file;
  }

  /**
   * Takes the log from every process that has it open. The folder is created if `create`.
   *
   * @throws StoreGone without a folder, StoreCorrupted if what it holds is damaged, StoreFenced if another process
   *   opens it at the same time, StoreFailed
   */
  static async open(folder: string, create: boolean, files: Files = promises): Promise<OpenedLog> {
    try {
      if (create) await files.mkdir(folder, { recursive: true, mode: folderMode });
      const { number, file } = await claim(folder, files);
      const log = new NumberedLog(folder, files, number, file);
      try {
        return { log, records: await lastRecords(folder, files, number) };
      } catch (error) {
        // Its file stays: without it an earlier writer would not notice the openings after this one.
        await log.close();
        throw error;
      }
    } catch (error) {
      throw storeError(error, 'open');
    }
  }

  /** Bytes of its file. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Writes the head, and removes the files of earlier openings. @throws as {@link append} */
  begin(head: Uint8Array): Promise<void> {
    return this.#attempt(async () => {
      await this.#write(head, true);
      await this.#removeEarlier();
    });
  }

  /**
   * Resolves once the disk has `record`; without `isDurable`, once the system has it. The caller waits for each.
   *
   * @throws StoreFenced if another process has opened the log since, StoreGone if the folder was deleted, StoreFailed.
   *   Nothing can be appended after a failure.
   */
  append(record: Uint8Array, isDurable: boolean): Promise<void> {
    return this.#attempt(() => this.#write(record, isDurable));
  }

  /** Continues in a new file that begins with `head`. @throws as {@link append} */
  replace(head: Uint8Array): Promise<void> {
    return this.#attempt(async () => {
      const before = this.#file;
      const number = this.#number + 1;
      const file = await create(this.#folder, this.#files, number);
      if (file === undefined) throw new StoreFenced();
      this.#number = number;
      this.#file = file;
      this.#records = 0;
      this.#bytes = 0;
      await before.close();
      await this.#write(head, true);
      await this.#removeEarlier();
    });
  }

  /** Nothing can be appended any more. Never rejects. */
  async close(): Promise<void> {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    await this.#file.close().catch(() => undefined);
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    try {
      if (this.#hasEnded) throw new StoreFailed(new Error('the store was closed'));
      await act();
    } catch (error) {
      // The file may end anywhere now, and a second attempt to reach the disk may report what the first one lost.
      await this.close();
      throw storeError(error, 'save');
    }
  }

  async #write(content: Uint8Array, isDurable: boolean): Promise<void> {
    const bytes = encodeLogRecord(this.#number, this.#records, content);
    await this.#file.appendFile(bytes);
    this.#records += 1;
    this.#bytes += bytes.byteLength;
    if (isDurable) await this.#file.sync();
    if (await exists(pathOf(this.#folder, this.#number + 1), this.#files)) throw new StoreFenced();
    // A later opening that is complete removes the files before it in ascending order, so this one first.
    if (!(await exists(pathOf(this.#folder, this.#number), this.#files))) throw await this.#missing();
  }

  /** Its file is missing. */
  async #missing(): Promise<StoreFenced | StoreGone> {
    return (await numbersIn(this.#folder, this.#files)).length > 0 ? new StoreFenced() : new StoreGone();
  }

  /** Before anything is appended: a file of an earlier opening must not be taken for the last one. */
  async #removeEarlier(): Promise<void> {
    await syncFolder(this.#folder, this.#files);
    const earlier = (await numbersIn(this.#folder, this.#files)).filter((number) => number < this.#number);
    if (earlier.length === 0) return;
    for (const number of earlier) await this.#files.rm(pathOf(this.#folder, number), { force: true });
    await syncFolder(this.#folder, this.#files);
  }
}

function pathOf(folder: string, number: number): string {
  return join(folder, `${number}.log`);
}

/** In ascending order. */
async function numbersIn(folder: string, files: Files): Promise<readonly number[]> {
  const names = await files.readdir(folder);
  return names
    .flatMap((name) => namePattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** @returns undefined if another process has that number. */
async function create(folder: string, files: Files, number: number): Promise<FileHandle | undefined> {
  const { O_CREAT, O_EXCL, O_APPEND, O_WRONLY } = constants;
  try {
    return await files.open(pathOf(folder, number), O_CREAT | O_EXCL | O_APPEND | O_WRONLY, fileMode);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

async function claim(folder: string, files: Files): Promise<{ number: number; file: FileHandle }> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const number = ((await numbersIn(folder, files)).at(-1) ?? 0) + 1;
    const file = await create(folder, files, number);
    if (file === undefined) continue;
    await syncFolder(folder, files);
    return { number, file };
  }
  throw new StoreFenced();
}

/** The records of the highest complete file below `number`. */
async function lastRecords(folder: string, files: Files, number: number): Promise<readonly Uint8Array[]> {
  const earlier = (await numbersIn(folder, files)).filter((each) => each < number).reverse();
  let problem: StoreCorrupted | undefined;
  for (const each of earlier) {
    const read = readLogFile(each, plainBytes(await files.readFile(pathOf(folder, each))));
    if (read.records.length === 0) {
      // Its opening did not finish, unless no earlier file is complete.
      if (!read.ok) problem ??= new StoreCorrupted(`the head of file ${each}`);
      continue;
    }
    if (!read.ok) throw new StoreCorrupted(`record ${read.damaged} of file ${each}`);
    return read.records;
  }
  if (problem !== undefined) throw problem;
  return [];
}

/** So that a new or removed name in it is durable. Windows has no such operation, and makes names durable itself. */
async function syncFolder(folder: string, files: Files): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await files.open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string, files: Files): Promise<boolean> {
  try {
    await files.access(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Node's `Buffer` differs from the Uint8Array that it extends. */
function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** @returns an error of `app/store/errors.ts` for one of the file system; any other as it is. */
function storeError(error: unknown, use: StoreUse): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  if (code === 'ENOENT') return new StoreGone();
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new StoreFailed(
    isFull ? Object.assign(new Error(code), { name: 'QuotaExceededError' }) : error,
    use,
  );
}
