/** Whether the browser keeps this device's data, or may delete it when the disk is full. */

export interface LastingStorage {
  /** Requests persistence. Never rejects. */
  ask(): Promise<void>;
  /** Undefined if the browser gives no answer, as outside secure contexts. Never rejects. */
  isLasting(): Promise<boolean | undefined>;
}

/**
 * Stateless: the browser remembers its answer, and a person can change it in the browser's settings.
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
