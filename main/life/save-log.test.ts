import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openLog } from './log.ts';
import { saveLog } from './save-log.ts';

test('saves the older file of the log first, and an empty file without a log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-save-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const target = join(folder, 'saved.log');
  await saveLog(join(folder, 'none'), target);
  expect(readFileSync(target, 'utf8')).toBe('');
  openLog(join(folder, 'logs')).warn('newer');
  writeFileSync(join(folder, 'logs/paxboard.old.log'), 'older\n');
  await saveLog(join(folder, 'logs'), target);
  expect(readFileSync(target, 'utf8')).toMatch(/^older\n.*newer\n$/s);
  await expect(saveLog(folder, join(folder, 'no/such/folder.log'))).rejects.toThrow('ENOENT');
});
