/** The files of a disk that a test watches or has fail. */

import { promises } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { Files } from '../store/numbered-log.ts';

/** @param change changes each file and folder that is opened. */
export function changedFiles(change: (file: FileHandle) => void): Files {
  return {
    ...promises,
    open: async (...args: Parameters<Files['open']>) => {
      const file = await promises.open(...args);
      change(file);
      return file;
    },
  };
}

/**
 * @param before runs before the disk is asked to have everything; it may throw.
 * @param after runs once the disk has it.
 */
export function watchedFiles(before: () => void, after: () => void = () => undefined): Files {
  return changedFiles((file) => {
    const sync = file.sync.bind(file);
    file.sync = async () => {
      before();
      await sync();
      after();
    };
  });
}

/** An error of the file system, e.g. `EIO`. */
export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** Each append to a file fails. */
export function unwritableFiles(code: string): Files {
  return changedFiles((file) => {
    file.appendFile = async () => {
      throw systemError(code);
    };
  });
}
