import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { packageVersion } from './package-version.ts';

test('reads the version, and throws for a folder without Paxboard’s package.json', () => {
  const root = mkdtempSync(join(tmpdir(), 'paxboard-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  expect(() => packageVersion(root)).toThrow();
  writeFileSync(join(root, 'package.json'), '{"name":"paxboard"}');
  expect(() => packageVersion(root)).toThrow();
  writeFileSync(join(root, 'package.json'), '{"name":"paxboard","version":"1.2.3"}');
  expect(packageVersion(root)).toBe('1.2.3');
});
