import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const document = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');

/** Matches `path/of.test.ts`: "title of a test". */
const named = [...document.matchAll(/`([a-z0-9/.-]+\.(?:test|spec)\.ts)`: "([^"]*)"/g)].map(
  ([, file = '', name = '']) => [file, name] as const,
);

test('the threat model names tests', () => {
  expect(named.length).toBeGreaterThan(12);
});

test.each(named)('%s has a test called "%s"', (file, name) => {
  expect(existsSync(join(root, file))).toBe(true);
  expect(name).not.toBe('');
  expect(readFileSync(join(root, file), 'utf8')).toContain(name);
});
