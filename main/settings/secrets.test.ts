import { expect, test, vi } from 'vitest';
import { type SafeStorage, Secrets } from './secrets.ts';

const mark = (plain: string) => Buffer.from(`sealed ${plain}`);
const unmark = (sealed: Buffer) => sealed.toString().replace(/^sealed /, '');
const unused = () => {
  throw new Error('this blocks the app');
};

const storage = (backend?: string, isThere = true): SafeStorage => ({
  isEncryptionAvailable: unused,
  encryptString: unused,
  decryptString: unused,
  isAsyncEncryptionAvailable: async () => isThere,
  encryptStringAsync: async (plain) => mark(plain),
  decryptStringAsync: async (sealed) => ({ result: unmark(sealed) }),
  ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
});

/** The API of Electron 25. */
const older = (isThere = true): SafeStorage => ({
  isEncryptionAvailable: () => isThere,
  encryptString: mark,
  decryptString: unmark,
});

test.each([
  ['win32', storage(), 'sealed'],
  ['darwin', storage(), 'sealed'],
  ['darwin', storage(undefined, false), 'unavailable'],
  ['linux', storage('gnome_libsecret'), 'sealed'],
  ['linux', storage('basic_text'), 'basic-text'],
  ['linux', storage('unknown'), 'basic-text'],
  ['linux', storage('basic_text', false), 'basic-text'],
  ['linux', storage('kwallet6', false), 'unavailable'],
  ['win32', older(), 'sealed'],
  ['linux', older(), 'sealed'],
  ['linux', older(false), 'unavailable'],
  ['darwin', older(false), 'unavailable'],
] as const)('on %s (%#) secrets are %s', async (platform, safeStorage, state) => {
  const secrets = new Secrets(safeStorage, platform, vi.fn());
  expect(await secrets.state()).toBe(state);
  const sealed = await secrets.seal('abc');
  if (state !== 'sealed') expect(sealed).toBeUndefined();
  else expect(await secrets.open(sealed ?? '')).toBe('abc');
});

test('a failing store is not used, and is reported', async () => {
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

test('a failing store of an older Electron is not used, and is reported', async () => {
  const warn = vi.fn();
  const broken = new Secrets({ ...older(), encryptString: unused, decryptString: unused }, 'win32', warn);
  expect(await broken.seal('abc')).toBeUndefined();
  expect(await broken.open('abcd')).toBeUndefined();
  expect(warn).toHaveBeenCalledTimes(2);
});
