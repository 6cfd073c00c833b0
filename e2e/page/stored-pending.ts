/** Runs in a page, as the argument of `Page.evaluate`: it must not reference anything outside the function. */

/** The number of this device's unsettled changes in its storage, on all boards. */
export async function storedPending(): Promise<number> {
  function answer<Value>(request: IDBRequest<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB failed without a reason'));
    });
  }
  const names = (await indexedDB.databases()).flatMap(({ name }) => name ?? []);
  let stored = 0;
  for (const name of names.filter((one) => one.startsWith('paxboard-board-'))) {
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const keys = await answer(database.transaction(store).objectStore(store).getAllKeys());
      stored += keys.filter((key) => Array.isArray(key) && key[0] === 'outbox').length;
    }
    database.close();
  }
  return stored;
}
