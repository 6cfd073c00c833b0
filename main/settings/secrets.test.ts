import { expect, test, vi } from 'vitest';
import { type SafeStorage, Secrets, type SecretsOptions } from './secrets.ts';

const never = () => new Promise<never>(() => undefined);
const secretsOf = (storage: SafeStorage, options: Partial<SecretsOptions> = {}) =>
  new Secrets({
    storage,
    platform: 'linux',
    warn: vi.fn(),
    isLocked: async () => false,
    wait: never,
    ...options,
  });

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
  const secrets = secretsOf(safeStorage, { platform });
  expect(await secrets.state()).toBe(state);
  const sealed = await secrets.seal('abc');
  if (state !== 'sealed') expect(sealed).toBeUndefined();
  else expect(await secrets.open(sealed ?? '')).toBe('abc');
});

test('a failing store is not used, and is reported', async () => {
  const fail = () => Promise.reject(new Error('locked'));
  const warn = vi.fn();
  const broken = { ...storage(), encryptStringAsync: fail, decryptStringAsync: fail };
  const secrets = secretsOf(broken, { platform: 'darwin', warn });
  expect(await secrets.seal('abc')).toBeUndefined();
  expect(await secrets.open('abcd')).toBeUndefined();
  const failing = { ...broken, isAsyncEncryptionAvailable: fail };
  expect(await secretsOf(failing, { platform: 'darwin', warn }).state()).toBe('unavailable');
  expect(warn).toHaveBeenCalledTimes(3);
});

test('a failing store of an older Electron is not used, and is reported', async () => {
  const warn = vi.fn();
  const storage = { ...older(), encryptString: unused, decryptString: unused };
  const broken = secretsOf(storage, { platform: 'win32', warn });
  expect(await broken.seal('abc')).toBeUndefined();
  expect(await broken.open('abcd')).toBeUndefined();
  expect(warn).toHaveBeenCalledTimes(2);
});

test('a store that waits for the person to unlock it is reported as locked, and does not delay the app', async () => {
  const waiting = {
    ...storage('gnome_libsecret'),
    isAsyncEncryptionAvailable: never,
    decryptStringAsync: never,
  };
  const waits: number[] = [];
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  const secrets = secretsOf(waiting, { wait });
  expect(await secrets.state()).toBe('locked');
  expect(await secrets.seal('abc')).toBeUndefined();
  expect(await secrets.open('abcd')).toBeUndefined();
  // A person needs longer to unlock it than a store to answer.
  expect(waits).toEqual([3000, 3000, 60_000]);
});

test('a locked keyring is not asked by an older Electron, which would stop until it is unlocked', async () => {
  const blocking = { isEncryptionAvailable: unused, encryptString: unused, decryptString: unused };
  const warn = vi.fn();
  let locked = true;
  const options = { warn, isLocked: async () => locked };
  const secrets = secretsOf(blocking, options);
  expect(await secrets.state()).toBe('locked');
  expect(await secrets.seal('abc')).toBeUndefined();
  expect(await secrets.open('abcd')).toBeUndefined();
  expect(warn).not.toHaveBeenCalled();
  const unlocked = secretsOf(older(), options);
  locked = false;
  expect(await unlocked.state()).toBe('sealed');
});
