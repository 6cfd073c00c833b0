import { expect, test } from 'vitest';
import { commandsOf, maxCommandBytes } from '#shared/paxos/model/entry.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { Author } from '#shared/paxos/testing/groups.ts';
import { ReplicaStore } from './replica/replica-store.ts';
import { FakePageStorage, freshIndexedDB, storeOptions } from './testing/databases.ts';
import { type PageStorage, UnsavedCommands } from './unsaved-commands.ts';

const ada = replicaId('ada');
const command = (sequence: number) => ({ sequence, body: Uint8Array.of(sequence, 255) });

/** A device: its database and its page storage outlive its pages. */
function device() {
  const indexedDB = freshIndexedDB();
  const pageStorage = new FakePageStorage();
  const unsaved = () => new UnsavedCommands(() => pageStorage, 'b');
  return { pageStorage, open: () => ReplicaStore.open('b', storeOptions(indexedDB, true, unsaved())) };
}

/** As one group. */
function append(store: ReplicaStore, ...sequences: number[]): Promise<void> {
  const author = new Author(store.opened.replica, sequences[0]);
  const group = author.group(...sequences.map((sequence) => command(sequence).body));
  return store.commit({ writes: [], outbox: { append: [group], remove: [] } });
}

const waiting = ({ opened }: ReplicaStore) => [...commandsOf(opened.outbox), ...opened.unsaved];

test('commands that the database lacks when the page ends are there for the next page, until the database has them', async () => {
  const { open, pageStorage } = device();
  const first = await open();
  await append(first, 1);
  first.keepUnsaved([command(1), command(2), command(3)]);
  const second = await open();
  for (const store of [second, await open()]) {
    expect(waiting(store)).toMatchObject([command(1), command(2), command(3)]);
    expect(store.opened.nextSequence).toBe(4);
  }
  const third = await open();
  // An empty batch does not clear them.
  await third.commit({ writes: [] });
  expect(pageStorage.texts.size).toBe(1);
  await append(third, 2, 3);
  expect(pageStorage.texts.size).toBe(0);
  expect((await open()).opened).toMatchObject({
    outbox: [{ first: 1 }, { first: 2, bodies: { length: 2 } }],
    unsaved: [],
    nextSequence: 4,
  });
});

test('commands that reached the database after all are not taken twice', async () => {
  const { open, pageStorage } = device();
  const first = await open();
  first.keepUnsaved([command(1), command(2)]);
  const kept = [...pageStorage.texts];
  await append(first, 1, 2);
  expect(pageStorage.texts.size).toBe(0);
  await first.commit({ writes: [], outbox: { append: [], remove: [1] } });
  // The page ended before it could clear them.
  for (const [key, text] of kept) pageStorage.setItem(key, text);
  expect((await open()).opened).toMatchObject({ outbox: [], nextSequence: 3 });
});

test('commands of a fenced window never replace commands of its successor', async () => {
  const { open } = device();
  const old = await open();
  const successor = await open();
  await append(successor, 1);
  old.keepUnsaved([{ sequence: 1, body: Uint8Array.of(77) }]);
  const third = await open();
  expect(waiting(third)).toMatchObject([command(1)]);
  expect(third.opened.nextSequence).toBe(2);
});

test('a page without pending changes keeps nothing', async () => {
  const { open, pageStorage } = device();
  const store = await open();
  await append(store, 1);
  store.keepUnsaved([command(1)]);
  expect(pageStorage.texts.size).toBe(0);
});

test('another replica’s commands, and commands after a hole, do not count', () => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(() => storage, 'b');
  unsaved.keep(ada, [command(4), command(5), command(7)]);
  expect(unsaved.after(ada, 4)).toEqual([command(4), command(5)]);
  expect(unsaved.after(ada, 5)).toEqual([command(5)]);
  expect(unsaved.after(ada, 3)).toEqual([]);
  expect(unsaved.after(replicaId('ben'), 4)).toEqual([]);
  expect(new UnsavedCommands(() => storage, 'another').after(ada, 4)).toEqual([]);
});

test.each([
  ['no JSON', '{'],
  ['other JSON', '[1]'],
  ['a number that is none', '{"replica":"ada","commands":[["1","AQ"]]}'],
  ['bytes that are none', '{"replica":"ada","commands":[[1,"A"]]}'],
  ['a property too many', '{"replica":"ada","commands":[],"x":1}'],
  ['a text without end', 'x'.repeat(5_000_000)],
])('%s in the page storage counts as empty', (_, text) => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(() => storage, 'b');
  unsaved.keep(ada, [command(1)]);
  const [key] = [...storage.texts.keys()];
  storage.setItem(key ?? '', text);
  expect(unsaved.after(ada, 1)).toEqual([]);
});

test('keeps as many commands as there is room for, the first ones', () => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(() => storage, 'b');
  const large = (sequence: number) => ({ sequence, body: new Uint8Array(maxCommandBytes) });
  const room = Math.floor(2_000_000 / ((maxCommandBytes * 4) / 3 + 33));
  const all = Array.from({ length: room + 3 }, (_, at) => large(at + 1));
  unsaved.keep(ada, all);
  expect(unsaved.after(ada, 1)).toEqual(all.slice(0, room));
});

class FullStorage extends FakePageStorage {
  override setItem(): void {
    throw new DOMException('full', 'QuotaExceededError');
  }
}

const blocked = (): PageStorage => {
  throw new DOMException('blocked', 'SecurityError');
};

test.each([
  ['is blocked', blocked],
  ['is absent', () => undefined],
  ['is full', () => new FullStorage()],
])('a page whose storage %s continues without it', (_, storage) => {
  const unsaved = new UnsavedCommands(storage, 'b');
  unsaved.keep(ada, [command(1)]);
  unsaved.clear();
  expect(unsaved.after(ada, 1)).toEqual([]);
});
