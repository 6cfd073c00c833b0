import { expect, test } from 'vitest';
import { isGranted, mayRequest } from './permissions.ts';

const own = 'app://paxboard/';

test('media counts as granted, so that WebRTC works without internet, and is never granted on request', () => {
  expect(isGranted('media', own)).toBe(true);
  expect(mayRequest('media', own)).toBe(false);
});

test('the app’s page may copy, reach the local network and keep its storage', () => {
  for (const permission of ['clipboard-sanitized-write', 'local-network-access', 'persistent-storage']) {
    expect(mayRequest(permission, own)).toBe(true);
    expect(isGranted(permission, own)).toBe(true);
  }
});

test.each(['geolocation', 'notifications', 'clipboard-read', 'display-capture', 'openExternal', 'usb', ''])(
  '%s is denied',
  (permission) => {
    expect(mayRequest(permission, own)).toBe(false);
    expect(isGranted(permission, own)).toBe(false);
  },
);

test('other origins have no permission', () => {
  for (const page of ['https://example.org/', 'app://other/', '']) {
    expect(isGranted('media', page)).toBe(false);
    expect(mayRequest('local-network-access', page)).toBe(false);
  }
});
