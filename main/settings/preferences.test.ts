import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { PreferencesFile, usualPreferences } from './preferences.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'paxboard-preferences-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

const window = { bounds: { x: 1, y: 2, width: 800, height: 600 }, maximized: false };

test('a change persists to the next run, and no draft file remains', () => {
  const place = folder();
  const file = join(place, 'preferences.json');
  const warn = vi.fn();
  const first = new PreferencesFile(file, warn);
  expect(first.current).toEqual(usualPreferences);
  first.change({ stayInTray: true });
  first.change({ window });
  expect(new PreferencesFile(file, warn).current).toEqual({ ...usualPreferences, stayInTray: true, window });
  expect(readdirSync(place)).toEqual(['preferences.json']);
  expect(warn).not.toHaveBeenCalled();
});

test.each([
  '',
  '{',
  '[]',
  '{"version":2}',
  JSON.stringify({ ...usualPreferences, stayInTray: 1 }),
  JSON.stringify({ ...usualPreferences, more: 1 }),
  JSON.stringify({
    ...usualPreferences,
    window: { ...window, bounds: { x: 1e9, y: 0, width: 1, height: 1 } },
  }),
  JSON.stringify(usualPreferences) + ' '.repeat(20_000),
])('%j is not taken for preferences', (text) => {
  const file = join(folder(), 'preferences.json');
  writeFileSync(file, text);
  const warn = vi.fn();
  expect(new PreferencesFile(file, warn).current).toEqual(usualPreferences);
  expect(warn).toHaveBeenCalledOnce();
});

test('a change that cannot be saved does not apply', () => {
  const preferences = new PreferencesFile(join(folder(), 'nowhere', 'preferences.json'), vi.fn());
  expect(() => preferences.change({ stayInTray: true })).toThrow('ENOENT');
  expect(preferences.current).toEqual(usualPreferences);
});
