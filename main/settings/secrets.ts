/** Seals boards' secrets with a key in the system's store (Keychain, DPAPI, Secret Service, KWallet). */

import type { SecretsState } from '#shared/desktop/bridge.ts';

/**
 * The used part of Electron's `safeStorage`. The asynchronous functions do not block the app while the system asks the
 * person to unlock the store; older versions of Electron have only the synchronous ones.
 */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  encryptString(plain: string): Buffer;
  decryptString(sealed: Buffer): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(plain: string): Promise<Buffer>;
  decryptStringAsync?(sealed: Buffer): Promise<{ readonly result: string }>;
  /** Only on Linux, and not in Electron 25. */
  getSelectedStorageBackend?(): string;
}

export interface SecretsOptions {
  readonly storage: SafeStorage;
  readonly platform: NodeJS.Platform;
  readonly warn: (text: string) => void;
  /** Whether the store would first ask the person to unlock it. */
  readonly isLocked: () => Promise<boolean>;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** A store that has not answered after this time is asking the person to unlock it, milliseconds. */
const answerMilliseconds = 3000;

/** The time for the person to unlock the store before a board is reported as sealed, milliseconds. */
const unlockMilliseconds = 60_000;

export class Secrets {
  readonly #storage: SafeStorage;
  readonly #platform: NodeJS.Platform;
  readonly #warn: (text: string) => void;
  readonly #isLocked: () => Promise<boolean>;
  readonly #wait: (milliseconds: number) => Promise<void>;

  constructor({ storage, platform, warn, isLocked, wait }: SecretsOptions) {
    this.#storage = storage;
    this.#platform = platform;
    this.#warn = warn;
    this.#isLocked = isLocked;
    this.#wait = wait;
  }

  async state(): Promise<SecretsState> {
    try {
      if (this.#hasFixedKey()) return 'basic-text';
      if (await this.#wouldBlock()) return 'locked';
      const isAvailable = await this.#within(answerMilliseconds, this.#isAvailable());
      if (isAvailable === undefined) return 'locked';
      return isAvailable ? 'sealed' : 'unavailable';
    } catch (error) {
      this.#warn(`The system's store for secrets cannot be used: ${String(error)}`);
      return 'unavailable';
    }
  }

  /** @returns base64; undefined if there is no safe place for the key, or none that is unlocked. */
  async seal(secret: string): Promise<string | undefined> {
    if ((await this.state()) !== 'sealed') return undefined;
    try {
      const sealed = await this.#within(answerMilliseconds, this.#encrypt(secret));
      return sealed?.toString('base64');
    } catch (error) {
      this.#warn(`A secret could not be sealed: ${String(error)}`);
      return undefined;
    }
  }

  /** @returns undefined if it cannot be opened: it belongs to another user, or the system lost its key or keeps it locked. */
  async open(sealed: string): Promise<string | undefined> {
    try {
      if (await this.#wouldBlock()) return undefined;
      return await this.#within(unlockMilliseconds, this.#decrypt(Buffer.from(sealed, 'base64')));
    } catch (error) {
      this.#warn(`A sealed secret could not be opened: ${String(error)}`);
      return undefined;
    }
  }

  /** The synchronous functions stop the whole app until the person has unlocked the keyring. */
  async #wouldBlock(): Promise<boolean> {
    if (this.#platform !== 'linux' || this.#storage.isAsyncEncryptionAvailable !== undefined) return false;
    return this.#isLocked();
  }

  /** @returns undefined if `answer` takes longer: then its failure is ignored. */
  async #within<Value>(milliseconds: number, answer: Promise<Value>): Promise<Value | undefined> {
    answer.catch(() => undefined);
    return Promise.race([answer, this.#wait(milliseconds).then(() => undefined)]);
  }

  /**
   * On a Linux desktop that Chromium does not know, `safeStorage` uses no keyring: its key is in its source code, and seals
   * nothing. A version that cannot name its backend (Electron 25) offers that key to nobody.
   */
  #hasFixedKey(): boolean {
    if (this.#platform !== 'linux' || this.#storage.getSelectedStorageBackend === undefined) return false;
    return ['basic_text', 'unknown'].includes(this.#storage.getSelectedStorageBackend());
  }

  async #isAvailable(): Promise<boolean> {
    const asynchronous = this.#storage.isAsyncEncryptionAvailable?.();
    return asynchronous ?? this.#storage.isEncryptionAvailable();
  }

  async #encrypt(plain: string): Promise<Buffer> {
    return this.#storage.encryptStringAsync?.(plain) ?? this.#storage.encryptString(plain);
  }

  async #decrypt(sealed: Buffer): Promise<string> {
    const asynchronous = this.#storage.decryptStringAsync?.(sealed);
    return asynchronous === undefined ? this.#storage.decryptString(sealed) : (await asynchronous).result;
  }
}
