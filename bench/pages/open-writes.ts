/** Counts the transactions of this page that write into IndexedDB, and may make all of them strict. Runs in a page. */

let open = 0;
let completed = 0;
const listeners: (() => void)[] = [];

/** A page that begins no write for this long has nothing left to store, milliseconds. */
const restMs = 20;

/** Transactions that wrote, since the page was loaded. */
export function completedWrites(): number {
  return completed;
}

/**
 * @param onChange calls its listener whenever `isShown` may have become true.
 * @returns when the page showed everything and had no write left, milliseconds since 1970.
 */
export function whenShownAndStored(
  isShown: () => boolean,
  onChange: (listener: () => void) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isShown() || open > 0) return;
      const at = performance.timeOrigin + performance.now();
      const before = completed;
      setTimeout(() => {
        if (open === 0 && completed === before) resolve(at);
        else look();
      }, restMs);
    };
    onChange(look);
    listeners.push(look);
    look();
  });
}

/**
 * Observes all transactions from now on. Call it before a database is opened.
 *
 * @param makeStrict whether transactions that do not ask for a durability become strict. Chromium's default is relaxed
 *   since 121: such a transaction completes before its data is on the disk.
 */
export function watchWrites(makeStrict: boolean): void {
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const isDefault = options?.durability === undefined;
    const used = makeStrict && isDefault ? ({ durability: 'strict' } as const) : options;
    const transaction = original.call(this, stores, mode, used);
    if (mode === 'readwrite') {
      open += 1;
      transaction.addEventListener('complete', () => end(true));
      transaction.addEventListener('abort', () => end(false));
    }
    return transaction;
  };
}

function end(isComplete: boolean): void {
  open -= 1;
  if (isComplete) completed += 1;
  for (const listener of listeners) listener();
}
