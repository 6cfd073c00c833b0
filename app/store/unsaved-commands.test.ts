import { expect, test } from 'vitest';
import { commandsOf, maxCommandBytes, noDigest } from '#shared/paxos/model/entry.ts';
import { replicaId } from '#shared/paxos/model/ids.ts';
import { sequenceOf } from '#shared/paxos/model/sequence.ts';
import { Author } from '#shared/paxos/testing/groups.ts';
import type { PendingCommand, Unsaved } from '#shared/replica/outbox/outbox.ts';
import { ReplicaStore } from './replica/replica-store.ts';
import { FakePageStorage, freshIndexedDB, storeOptions } from './testing/databases.ts';
import { type PageStorage, UnsavedCommands } from './unsaved-commands.ts';

const ada = replicaId('ada');
const command = (sequence: number) => ({ sequence, body: Uint8Array.of(sequence % 256, 255) });
const storageOf = (storage: PageStorage) => () => storage;

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

const waiting = ({ opened: { outbox, unsaved } }: ReplicaStore) => [
  ...commandsOf([...outbox, ...unsaved.groups]),
  ...unsaved.commands,
];

/** Kept without a signature. */
const unsigned = (...commands: readonly PendingCommand[]): Unsaved => ({ groups: [], commands });

const none = unsigned();

/** The end of an outbox that has held the commands before `next`. */
const before = (next: number, lastDigest = noDigest) => ({ nextSequence: next, lastDigest });

test('commands that the database lacks when the page ends are there for the next page, until the database has them', async () => {
  const { open, pageStorage } = device();
  const first = await open();
  await append(first, 1);
  first.keepUnsaved(unsigned(command(1), command(2), command(3)));
  const second = await open();
  for (const store of [second, await open()]) {
    expect(waiting(store)).toMatchObject([command(1), command(2), command(3)]);
  }
  const third = await open();
  // An empty batch does not clear them.
  await third.commit({ writes: [] });
  expect(pageStorage.texts.size).toBe(1);
  await append(third, 2, 3);
  expect(pageStorage.texts.size).toBe(0);
  expect((await open()).opened).toMatchObject({
    outbox: [{ first: 1 }, { first: 2, bodies: { length: 2 } }],
    unsaved: none,
  });
});

test('groups that may have been sent are there for the next page as they were signed', async () => {
  const { open, pageStorage } = device();
  const first = await open();
  const author = new Author(first.opened.replica);
  const [one, two] = [author.group('1'), author.group('2', '3')];
  await first.commit({ writes: [], outbox: { append: [one], remove: [] } });
  first.keepUnsaved({ groups: [one, two], commands: [command(4)] });
  const second = await open();
  expect(second.opened).toMatchObject({ outbox: [one], unsaved: { groups: [two], commands: [command(4)] } });
  await second.commit({ writes: [], outbox: { append: [two], remove: [] } });
  expect(pageStorage.texts.size).toBe(1);
  const third = await open();
  expect(third.opened).toMatchObject({ outbox: [one, two], unsaved: unsigned(command(4)) });
  await append(third, 4);
  expect(pageStorage.texts.size).toBe(0);
});

test('a transaction that lacks the kept commands does not clear them', async () => {
  const { open, pageStorage } = device();
  const store = await open();
  const author = new Author(store.opened.replica);
  const one = author.group('1');
  store.keepUnsaved({ groups: [one], commands: [command(2)] });
  await store.commit({ writes: [], outbox: { append: [one], remove: [] } });
  expect(pageStorage.texts.size).toBe(1);
  expect((await open()).opened.unsaved).toEqual(unsigned(command(2)));
});

test('commands of several incarnations are kept in order', () => {
  const unsaved = new UnsavedCommands(storageOf(new FakePageStorage()), 'b');
  const [own, later] = [new Author('ada'), new Author('ada', sequenceOf(2, 1))];
  const groups = [own.group('1'), later.group('2')];
  const commands = [command(sequenceOf(2, 2)), command(sequenceOf(3, 1))];
  unsaved.keep(ada, 3, { groups, commands });
  expect(unsaved.after(ada, before(1))).toEqual({ groups, commands });
  expect(unsaved.after(ada, before(2, groups[0]?.digest))).toEqual({ groups: groups.slice(1), commands });
  expect(unsaved.after(ada, before(sequenceOf(3, 1)))).toEqual(unsigned(...commands.slice(1)));
  expect(unsaved.after(ada, before(sequenceOf(3, 2)))).toEqual(none);
});

test('a kept group counts only if it follows the last stored one, and was signed by this device', () => {
  const unsaved = new UnsavedCommands(storageOf(new FakePageStorage()), 'b');
  const author = new Author('ada');
  const [one, two] = [author.group('1'), author.group('2')];
  unsaved.keep(ada, 3, { groups: [two], commands: [command(3)] });
  expect(unsaved.after(ada, before(2, one.digest)).groups).toEqual([two]);
  expect(unsaved.after(ada, before(2, two.digest))).toEqual(none);
  unsaved.keep(ada, 3, { groups: [new Author('ben').group('1')], commands: [command(2)] });
  expect(unsaved.after(ada, before(1))).toEqual(none);
});

test('commands kept by a page of the previous version are read', () => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(storageOf(storage), 'b');
  unsaved.keep(ada, 3, unsigned(command(3)));
  for (const [key, text] of storage.texts) storage.setItem(key, text.replace('"groups":[],', ''));
  expect(unsaved.after(ada, before(3))).toEqual(unsigned(command(3)));
});

test('commands that reached the database after all are not taken twice', async () => {
  const { open, pageStorage } = device();
  const first = await open();
  first.keepUnsaved(unsigned(command(1), command(2)));
  const kept = [...pageStorage.texts];
  await append(first, 1, 2);
  expect(pageStorage.texts.size).toBe(0);
  await first.commit({ writes: [], outbox: { append: [], remove: [1] } });
  // The page ended before it could clear them.
  for (const [key, text] of kept) pageStorage.setItem(key, text);
  expect((await open()).opened).toMatchObject({ outbox: [], unsaved: none });
});

test('commands of a fenced window never replace commands of its successor', async () => {
  const { open } = device();
  const old = await open();
  const successor = await open();
  await append(successor, 1);
  old.keepUnsaved(unsigned({ sequence: 1, body: Uint8Array.of(77) }));
  const third = await open();
  expect(waiting(third)).toMatchObject([command(1)]);
});

test('a fenced window neither replaces nor removes what a later window keeps', async () => {
  const { open } = device();
  const old = await open();
  const later = await open();
  const kept = { ...command(1), sequence: later.opened.nextSequence };
  later.keepUnsaved(unsigned(kept));
  old.keepUnsaved(unsigned(command(1)));
  old.keepUnsaved(none);
  expect(waiting(await open())).toMatchObject([kept]);
});

test('a fenced window neither replaces nor removes what a later window has taken and not stored yet', async () => {
  const { open } = device();
  const old = await open();
  old.keepUnsaved(unsigned(command(1)));
  const later = await open();
  expect(waiting(later)).toEqual([command(1)]);
  old.keepUnsaved(unsigned(command(1), command(2)));
  old.keepUnsaved(none);
  expect(waiting(await open())).toEqual([command(1)]);
});

test('what another replica kept before the database was deleted hinders nobody', () => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(() => storage, 'b');
  unsaved.keep(ada, 3, unsigned(command(1)));
  const ben = replicaId('ben');
  unsaved.keep(ben, 0, unsigned(command(1)));
  expect(unsaved.take(ben, 1, before(1))).toEqual(unsigned(command(1)));
});

test('what a fenced window keeps after another one has opened is not taken: later commands may be decided', async () => {
  const { open } = device();
  const old = await open();
  const later = await open();
  old.keepUnsaved(unsigned(command(1)));
  expect(waiting(await open())).toEqual([]);
  // Nor by a window after that.
  later.keepUnsaved(none);
  expect(waiting(await open())).toEqual([]);
});

test('a window that learns late that its last commands are stored removes nothing of a later window', () => {
  const storage = new FakePageStorage();
  const [old, later] = [new UnsavedCommands(() => storage, 'b'), new UnsavedCommands(() => storage, 'b')];
  const kept = unsigned(command(sequenceOf(1, 1)));
  later.keep(ada, 1, kept);
  old.clearOwn(ada, 0);
  expect(later.after(ada, before(1))).toEqual(kept);
  later.clearOwn(ada, 1);
  expect(later.after(ada, before(1))).toEqual(none);
});

test('a page without pending changes keeps nothing', async () => {
  const { open, pageStorage } = device();
  const store = await open();
  await append(store, 1);
  store.keepUnsaved({ groups: [new Author(store.opened.replica).group(command(1).body)], commands: [] });
  expect(pageStorage.texts.size).toBe(0);
});

test('another replica’s commands, and commands after a hole, do not count', () => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(() => storage, 'b');
  unsaved.keep(ada, 3, unsigned(command(4), command(5), command(7)));
  expect(unsaved.after(ada, before(4))).toEqual(unsigned(command(4), command(5)));
  expect(unsaved.after(ada, before(5))).toEqual(unsigned(command(5)));
  expect(unsaved.after(ada, before(3))).toEqual(none);
  expect(unsaved.after(replicaId('ben'), before(4))).toEqual(none);
  expect(new UnsavedCommands(() => storage, 'another').after(ada, before(4))).toEqual(none);
});

test.each([
  ['no JSON', '{'],
  ['other JSON', '[1]'],
  ['a number that is none', '{"replica":"ada","commands":[["1","AQ"]]}'],
  ['bytes that are none', '{"replica":"ada","commands":[[1,"A"]]}'],
  ['a group that is none', '{"replica":"ada","groups":["AQ"],"commands":[[1,"AQ"]]}'],
  ['a property too many', '{"replica":"ada","commands":[],"x":1}'],
  ['a text without end', 'x'.repeat(5_000_000)],
])('%s in the page storage counts as empty', (_, text) => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(() => storage, 'b');
  unsaved.keep(ada, 3, unsigned(command(1)));
  const [key] = [...storage.texts.keys()];
  storage.setItem(key ?? '', text);
  expect(unsaved.after(ada, before(1))).toEqual(none);
});

test('keeps as many commands as there is room for, the first ones', () => {
  const storage = new FakePageStorage();
  const unsaved = new UnsavedCommands(() => storage, 'b');
  const large = (sequence: number) => ({ sequence, body: new Uint8Array(maxCommandBytes) });
  const room = Math.floor(2_000_000 / ((maxCommandBytes * 4) / 3 + 33));
  const all = Array.from({ length: room + 3 }, (_, at) => large(at + 1));
  unsaved.keep(ada, 3, unsigned(...all));
  expect(unsaved.after(ada, before(1))).toEqual(unsigned(...all.slice(0, room)));
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
  unsaved.keep(ada, 3, unsigned(command(1)));
  unsaved.clear();
  expect(unsaved.after(ada, before(1))).toEqual(none);
});
