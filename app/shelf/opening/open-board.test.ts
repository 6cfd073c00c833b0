import { expect, test, vi } from 'vitest';
import { Device } from '../testing/device.ts';

/** The storage of `device`, in which `before` is called at each opening of a database and may throw. */
function storage(device: Device, before: (name: string, open: () => IDBOpenDBRequest) => IDBOpenDBRequest) {
  const { indexedDB } = device;
  const open = (name: string, version?: number) => before(name, () => indexedDB.open(name, version));
  return new Proxy(indexedDB, {
    get: (target, name) => (name === 'open' ? open : Reflect.get(target, name).bind(target)),
  });
}

test('the copy of a board, its images and its steps of undo are read at once', async () => {
  const device = new Device();
  const { id } = await device.shelf().create('Plans');
  const held: string[] = [];
  const releases: (() => void)[] = [];
  const slow = storage(device, (name, open) => {
    const request = open();
    if (!name.includes(id) && name !== 'paxboard-undo') return request;
    held.push(name);
    request.addEventListener('success', (event) => {
      event.stopImmediatePropagation();
      releases.push(() => request.onsuccess?.call(request, event));
    });
    return request;
  });
  const opening = device.shelf({ indexedDB: slow }).open(id);
  await vi.waitFor(() => expect(releases.length).toBe(3));
  expect(held.toSorted()).toEqual([`paxboard-blobs-${id}`, `paxboard-board-${id}`, 'paxboard-undo']);
  for (const release of releases) release();
  await (await opening).close();
});

test.each(['paxboard-board', 'paxboard-blobs'])(
  'after a failure to open %s, nothing of the board stays open',
  async (failing) => {
    const device = new Device();
    const { id } = await device.shelf().create('Plans');
    const connections = new Map<string, IDBDatabase>();
    const broken = storage(device, (name, open) => {
      if (name.startsWith(failing)) throw new DOMException('no storage', 'UnknownError');
      const request = open();
      request.addEventListener('success', () => connections.set(name, request.result));
      return request;
    });
    await expect(device.shelf({ indexedDB: broken }).open(id)).rejects.toThrow();
    const ofBoard = [...connections].filter(([name]) => name.includes(id));
    expect(ofBoard).toHaveLength(1);
    for (const [, connection] of ofBoard)
      expect(() => connection.transaction('replica', 'readonly')).toThrow('InvalidStateError');
  },
);
