import { expect, test } from 'vitest';
import { desktopPlatform } from './platform.ts';

test('maps the platforms that the window distinguishes', () => {
  expect((['linux', 'darwin', 'win32', 'freebsd'] as const).map(desktopPlatform)).toEqual([
    'linux',
    'mac',
    'windows',
    'other',
  ]);
});
