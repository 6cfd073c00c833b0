import { expect, test, vi } from 'vitest';
import { type SafeStorage, Secrets } from './secrets.ts';

const storage = (backend?: string, isThere = true): SafeStorage => ({
  isAsyncEncryptionAvailable: async () => isThere,
  encryptStringAsync: async (plain) => Buffer.from(`sealed ${plain}`),
  decryptStringAsync: async (sealed) => ({ result: sealed.toString().replace(/^sealed /, '') }),
  ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
});

test.each([
  ['win32', storage(), 'sealed'],
  ['darwin', storage(), 'sealed'],
  ['darwin', storage(undefined, false), 'unavailable'],
  ['linux', storage('gnome_libsecret'), 'sealed'],
  ['linux', storage('basic_text'), 'basic-text'],
  ['linux', storage('unknown'), 'basic-text'],
  ['linux', storage('kwallet6', false), 'unavailable'],
] as const)('on %s (%#) secrets are %s', async (platform, safeStorage, state) => {
  const secrets = new Secrets(safeStorage, platform, vi.fn());
  expect(await secrets.state()).toBe(state);
  const sealed = await secrets.seal('abc');
  if (state !== 'sealed') expect(sealed).toBeUndefined();
  else expect(await secrets.open(sealed ?? '')).toBe('abc');
});

test('a store that fails is not in use, and said to be so', async () => {
  const fail = () => Promise.reject(new Error('locked'));
  const warn = vi.fn();
  const broken = { ...storage(), encryptStringAsync: fail, decryptStringAsync: fail };
  const secrets = new Secrets(broken, 'darwin', warn);
  expect(await secrets.seal('abc')).toBeUndefined();
  expect(await secrets.open('abcd')).toBeUndefined();
  expect(await new Secrets({ ...broken, isAsyncEncryptionAvailable: fail }, 'darwin', warn).state()).toBe(
    'unavailable',
  );
  expect(warn).toHaveBeenCalledTimes(3);
});
