/** The desktop app's log: a bounded file and one older file. It must not contain secrets or invite links. */

import { join } from 'node:path';
import log from 'electron-log/node';

/** Bytes of one log file; there are two at most. */
export const maxLogBytes = 1024 * 1024;

/** Names of the files in the log's folder. */
export const logFiles = { current: 'paxboard.log', older: 'paxboard.old.log' } as const;

export interface Log {
  info(text: string): void;
  warn(text: string): void;
}

/** @param folder created if missing. Errors of writing are ignored. */
export function openLog(folder: string): Log {
  const logger = log.create({ logId: folder });
  const { file, console } = logger.transports;
  file.resolvePathFn = () => join(folder, logFiles.current);
  file.maxSize = maxLogBytes;
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  console.level = 'warn';
  return { info: (text) => logger.info(text), warn: (text) => logger.warn(text) };
}
