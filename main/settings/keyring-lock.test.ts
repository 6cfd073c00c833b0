import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isKeyringLocked } from './keyring-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paxboard-keyring-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32').each([
  ['locked', 'echo "b true"', true],
  ['unlocked', 'echo "b false"', false],
  ['missing', 'echo "The name is not activatable" >&2; exit 1', false],
])('a keyring that is %s', async (_, answer, isLocked) => {
  const program = join(folder, 'busctl');
  writeFileSync(program, `#!/bin/sh\n${answer}\n`, { mode: 0o755 });
  expect(await isKeyringLocked(program)).toBe(isLocked);
});

test('without the program a keyring counts as unlocked', async () => {
  expect(await isKeyringLocked(join(folder, 'missing'))).toBe(false);
});
