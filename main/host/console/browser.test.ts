import { expect, test } from 'vitest';
import { hasDesktop } from './browser.ts';

test('there is a desktop on Linux only with a display', () => {
  expect(hasDesktop('linux', {})).toBe(false);
  expect(hasDesktop('linux', { DISPLAY: '' })).toBe(false);
  expect(hasDesktop('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasDesktop('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
});

test('there is a desktop on macOS and Windows', () => {
  expect(hasDesktop('darwin', {})).toBe(true);
  expect(hasDesktop('win32', {})).toBe(true);
});

test('there is no desktop in CI', () => {
  expect(hasDesktop('darwin', { CI: 'true' })).toBe(false);
  expect(hasDesktop('linux', { DISPLAY: ':0', CI: '1' })).toBe(false);
  expect(hasDesktop('linux', { DISPLAY: ':0', CI: 'false' })).toBe(true);
});
