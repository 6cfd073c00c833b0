import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { autostartEntry, setLinuxLoginStart } from './login-start.ts';

test('creates and removes the autostart entry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paxboard-login-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'autostart', 'paxboard.desktop');
  setLinuxLoginStart(folder, 'paxboard', { file: '/opt/Paxboard/paxboard', args: ['--hidden'] });
  expect(readFileSync(file, 'utf8')).toContain('Exec="/opt/Paxboard/paxboard" "--hidden"\n');
  setLinuxLoginStart(folder, 'paxboard', undefined);
  setLinuxLoginStart(folder, 'paxboard', undefined);
  expect(existsSync(file)).toBe(false);
});

test('quotes a path with special characters as one argument', () => {
  expect(autostartEntry({ file: '/a b/100%$x"', args: [] })).toContain('Exec="/a b/100%%\\\\$x\\\\""\n');
});
