/** Runs in a page, as the argument of `Page.evaluate`: it may use nothing from outside. */

/** How the secret of each board is stored, by the board's name. */
export async function storedSecrets(): Promise<Record<string, 'sealed' | 'clear'>> {
  function answer<Value>(request: IDBRequest<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB failed without a reason'));
    });
  }
  const database = await answer(indexedDB.open('paxboard-shelf'));
  const [store = ''] = database.objectStoreNames;
  const records: unknown[] = await answer(database.transaction(store).objectStore(store).getAll());
  database.close();
  const found: Record<string, 'sealed' | 'clear'> = {};
  for (const record of records) {
    const { name, secret } = Object(record);
    if (typeof name !== 'string' || secret === undefined) continue;
    found[name] = secret instanceof Uint8Array ? 'clear' : 'sealed';
  }
  return found;
}
