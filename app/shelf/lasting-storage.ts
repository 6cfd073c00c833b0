/** Whether the browser keeps what this device stores, or may delete it when the disk is full. */

export interface LastingStorage {
  /** Asks the browser to keep it. Never rejects. */
  ask(): Promise<void>;
  /** Undefined if the browser does not say: outside secure contexts it has no answer. Never rejects. */
  isLasting(): Promise<boolean | undefined>;
}

/**
 * Nothing is remembered: the browser knows its answer, and a person can change it in the browser's settings.
 *
 * Source: Storage Standard, https://storage.spec.whatwg.org/#persistence.
 */
export function lastingStorage(
  storage: Partial<Pick<StorageManager, 'persist' | 'persisted'>> | undefined,
  warn: (text: string) => void,
): LastingStorage {
  return {
    async ask() {
      try {
        if ((await storage?.persisted?.()) !== true) await storage?.persist?.();
      } catch (error) {
        warn(`The browser was not asked to keep what is stored: ${String(error)}`);
      }
    },
    async isLasting() {
      try {
        return await storage?.persisted?.();
      } catch (error) {
        warn(`Whether the browser keeps what is stored is not known: ${String(error)}`);
        return undefined;
      }
    },
  };
}
