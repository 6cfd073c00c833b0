import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defaultPreferences, PreferencesFile } from './preferences.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'paxboard-preferences-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const window = { bounds: { x: 1, y: 2, width: 800, height: 600 }, maximized: false };

test('a change persists until the next run, without a temporary file', () => {
  const place = folder();
  const file = join(place, 'preferences.json');
  const warn = vi.fn();
  const first = new PreferencesFile(file, warn);
  expect(first.current).toEqual(defaultPreferences);
  first.change({ stayInTray: true });
  first.change({ window });
  expect(new PreferencesFile(file, warn).current).toEqual({
    ...defaultPreferences,
    stayInTray: true,
    window,
  });
  expect(readdirSync(place)).toEqual(['preferences.json']);
  expect(warn).not.toHaveBeenCalled();
});

test.each([
  '',
  '{',
  '[]',
  '{"version":0}',
  JSON.stringify({ ...defaultPreferences, stayInTray: 1 }),
  JSON.stringify({ ...defaultPreferences, more: 1 }),
  JSON.stringify({
    ...defaultPreferences,
    window: { ...window, bounds: { x: 1e9, y: 0, width: 1, height: 1 } },
  }),
  JSON.stringify(defaultPreferences) + ' '.repeat(20_000),
])('rejects %j with a warning, and uses the defaults', (text) => {
  const file = join(folder(), 'preferences.json');
  writeFileSync(file, text);
  const warn = vi.fn();
  expect(new PreferencesFile(file, warn).current).toEqual(defaultPreferences);
  expect(warn).toHaveBeenCalledOnce();
});

test('a change that cannot be saved is not applied', () => {
  const preferences = new PreferencesFile(join(folder(), 'nowhere', 'preferences.json'), vi.fn());
  expect(() => preferences.change({ stayInTray: true })).toThrow('ENOENT');
  expect(preferences.current).toEqual(defaultPreferences);
});

test('preferences of a newer version are kept for it', () => {
  const file = join(folder(), 'preferences.json');
  const newer = '{"version":2,"more":true}';
  writeFileSync(file, newer);
  const warn = vi.fn();
  const preferences = new PreferencesFile(file, warn);
  expect(preferences.current).toEqual(defaultPreferences);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('newer version'));
  expect(() => preferences.change({ stayInTray: true })).toThrow('a newer Paxboard has saved them');
  expect(readFileSync(file, 'utf8')).toBe(newer);
});
