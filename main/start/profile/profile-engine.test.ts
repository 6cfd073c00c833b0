import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isOfNewerChromium, recordChromium } from './profile-engine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'paxboard-engine-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a profile remembers the newest Chromium, and only an older one is refused', () => {
  expect(isOfNewerChromium(folder, '114.0.5735.106')).toBe(false);
  recordChromium(folder, '114.0.5735.106');
  recordChromium(folder, '150.0.7871.100');
  recordChromium(folder, '149.0.1.1');
  expect(isOfNewerChromium(folder, '149.0.9999.9')).toBe(true);
  expect(isOfNewerChromium(folder, '150.0.1.1')).toBe(false);
  expect(isOfNewerChromium(folder, '151.0.1.1')).toBe(false);
  expect(readdirSync(folder)).toEqual(['engine.json']);
});

test('additions of a later version of the app are accepted', () => {
  writeFileSync(join(folder, 'engine.json'), '{"chromium":150,"more":true}');
  expect(isOfNewerChromium(folder, '149.0.1.1')).toBe(true);
});

test.each(['', '{', '{"chromium":"150"}', '{"chromium":1e9}', `{"chromium":150}${' '.repeat(2000)}`])(
  'a damaged record (%#) does not refuse the profile, and is replaced',
  (text) => {
    writeFileSync(join(folder, 'engine.json'), text);
    expect(isOfNewerChromium(folder, '149.0.1.1')).toBe(false);
    recordChromium(folder, '149.0.1.1');
    expect(readFileSync(join(folder, 'engine.json'), 'utf8')).toBe('{"chromium":149}\n');
  },
);
