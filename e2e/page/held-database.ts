/** Makes the storage of a page slow to open. Both run in the page. */

declare global {
  /** Ends the delay. */
  var releaseHeldDatabases: (() => void) | undefined;
}

/** Delays the opening of each database whose name begins with `prefix`, until {@link releaseDatabases}. */
export function holdDatabases(prefix: string): void {
  const open = IDBFactory.prototype.open;
  let isReleased = false;
  const released = new Promise<void>((resolve) => {
    globalThis.releaseHeldDatabases = () => {
      isReleased = true;
      resolve();
    };
  });
  IDBFactory.prototype.open = function (name, version) {
    const request = open.call(this, name, version);
    if (!name.startsWith(prefix)) return request;
    // The first listener of all: the page's own ones receive the event later.
    request.addEventListener('success', (event) => {
      if (isReleased) return;
      event.stopImmediatePropagation();
      void released.then(() => request.dispatchEvent(new Event('success')));
    });
    return request;
  };
}

export function releaseDatabases(): void {
  globalThis.releaseHeldDatabases?.();
}
