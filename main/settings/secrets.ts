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

export class Secrets {
  readonly #storage: SafeStorage;
  readonly #platform: NodeJS.Platform;
  readonly #warn: (text: string) => void;

  constructor(storage: SafeStorage, platform: NodeJS.Platform, warn: (text: string) => void) {
    this.#storage = storage;
    this.#platform = platform;
    this.#warn = warn;
  }

  async state(): Promise<SecretsState> {
    try {
      if (this.#hasFixedKey()) return 'basic-text';
      return (await this.#isAvailable()) ? 'sealed' : 'unavailable';
    } catch (error) {
      this.#warn(`The system's store for secrets cannot be used: ${String(error)}`);
      return 'unavailable';
    }
  }

  /** @returns base64; undefined if there is no safe place for the key. */
  async seal(secret: string): Promise<string | undefined> {
    if ((await this.state()) !== 'sealed') return undefined;
    try {
      return (await this.#encrypt(secret)).toString('base64');
    } catch (error) {
      this.#warn(`A secret could not be sealed: ${String(error)}`);
      return undefined;
    }
  }

  /** @returns undefined if it cannot be opened: it belongs to another user, or the system lost its key. */
  async open(sealed: string): Promise<string | undefined> {
    try {
      return await this.#decrypt(Buffer.from(sealed, 'base64'));
    } catch (error) {
      this.#warn(`A sealed secret could not be opened: ${String(error)}`);
      return undefined;
    }
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
