import { afterEach, expect, it, vi } from 'vitest';
import { hashOf } from '#app/blobs/content-id.ts';
import { fillDisk } from '#app/store/testing/full-disk.ts';
import { cardOf, customDataFor } from '#shared/board/element/card-tie.ts';
import { Device, World } from '../../session/testing/devices.ts';
import { duplicateBoard } from './duplicate.ts';

const texts = {
  commentBy: ({ by = '', day = '' }: { readonly by?: string; readonly day?: string }) => `${by} (${day}):`,
  assigned: (names: readonly string[]) => `Assigned to ${names.join()}`,
};

afterEach(() => vi.restoreAllMocks());

it('a duplicate that cannot be stored is an error, and leaves no board behind', async () => {
  const world = new World();
  const ada = new Device(world, 'Ada');
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling' && ada.view.me.name === 'Ada');
  void ada.session.createTask('Buy wood', 'todo');
  await world.until(() => ada.view.pendingChanges === 0);
  await ada.close();
  fillDisk();
  await expect(
    world.end(duplicateBoard(ada.shelf, ada.boardId, 'Plans (copy)', { texts })),
  ).rejects.toThrow();
  expect((await ada.boards()).map(({ name }) => name)).toEqual(['Plans']);
});

it('a duplicate has the content of the board, and none of its people', async () => {
  const world = new World();
  const ada = new Device(world, 'Ada');
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling' && ada.view.me.name === 'Ada');
  const { session } = ada;
  const { cards } = session;
  const image = Uint8Array.of(1, 2, 3);
  const blob = await session.blobs.add(image);
  if (!blob.ok) throw new Error(blob.why);
  session.patchElements([
    { id: 'box', create: true, set: { type: 'rectangle', x: 5, index: 'a1' } },
    { id: 'picture', create: true, set: { type: 'image', fileId: blob.id, index: 'a2' } },
    { id: 'gone', create: true, set: { type: 'rectangle', index: 'a3', isDeleted: true } },
  ]);
  const column = cards.addColumn({ name: 'Review', kind: 'doing', colour: 'blue' });
  await world.until(() => ada.view.columns.length === 4);
  cards.editColumn(column.id, { limit: 2 });
  cards.moveColumn(column.id, 'todo');
  cards.removeColumn('doing', 'todo');
  const label = cards.addLabel('Urgent', 'red');
  await world.until(() => ada.view.labels.length === 1 && ada.view.columns.length === 3);
  const card = cards.add(
    {
      title: 'Buy wood',
      notes: 'Oak',
      due: '2026-12-01',
      labels: [label.id],
      checklist: [{ text: 'Measure', done: true }, { text: 'Order' }],
    },
    column.id,
  );
  cards.comment(card.id, 'Soon');
  const file = await session.blobs.add(Uint8Array.of(7));
  if (!file.ok) throw new Error(file.why);
  cards.attach(card.id, { blob: file.id, name: 'plan.pdf', bytes: 1 });
  cards.addTemplate({ title: 'Bug', notes: 'Steps', labels: [label.id], checklist: [{ text: 'Reproduce' }] });
  const archived = cards.add({ title: 'Old' }, 'done');
  cards.shelve(archived.id, 'archive');
  session.patchElements([{ id: 'box', set: { customData: customDataFor(card.id) } }]);
  await world.until(() => ada.view.pendingChanges === 0);
  await ada.close();

  const copying = duplicateBoard(ada.shelf, ada.boardId, 'Plans (copy)', { texts });
  const { board, lacking } = await world.end(copying);
  expect(lacking).toBe(0);
  // The source may be opened, and the copy be made, in the same millisecond: then neither is the latest.
  expect((await ada.boards()).map(({ name }) => name).toSorted()).toEqual(['Plans', 'Plans (copy)']);
  const copy = await ada.shelf.open(board.id);
  await world.until(() => copy.view().health.state === 'settling');
  const { columns, labels, tasks, shelves, people } = copy.view();
  expect(copy.elements().map(({ id }) => id)).toEqual(['box', 'picture']);
  expect(await copy.blobs.get(blob.id)).toEqual(image);
  expect(columns.map(({ name, kind, limit }) => [name, kind, limit])).toEqual([
    ['Review', 'doing', 2],
    [undefined, 'todo', undefined],
    [undefined, 'done', undefined],
  ]);
  expect(labels).toMatchObject([{ name: 'Urgent', colour: 'red' }]);
  const template = {
    title: 'Bug',
    notes: 'Steps',
    labels: [labels[0]?.id],
    checklist: [{ text: 'Reproduce' }],
  };
  expect(copy.view().templates).toMatchObject([template]);
  const [bought] = tasks[columns[0]?.id ?? ''] ?? [];
  expect(bought).toMatchObject({
    title: 'Buy wood',
    notes: 'Oak',
    due: '2026-12-01',
    labels: [labels[0]?.id],
    checklist: [{ text: 'Measure', done: true }, { text: 'Order' }],
    comments: [{ text: 'Ada (1970-01-01):\n\nSoon' }],
    attachments: [{ blob: file.id, name: 'plan.pdf', bytes: 1 }],
  });
  expect(await copy.blobs.get(file.id)).toEqual(Uint8Array.of(7));
  const [box] = copy.elements();
  expect(box && cardOf(box)).toBe(bought?.id);
  expect(bought?.id).not.toBe(card.id);
  expect(shelves.archive.map(({ title }) => title)).toEqual(['Old']);
  expect(people).toHaveLength(1);
  await copy.close();
});

it('a duplicate says how many images and files this device lacks', async () => {
  const world = new World();
  const ada = new Device(world, 'Ada');
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling' && ada.view.me.name === 'Ada');
  const elsewhere = await hashOf(Uint8Array.of(9));
  ada.session.patchElements([
    { id: 'picture', create: true, set: { type: 'image', fileId: elsewhere, index: 'a1' } },
  ]);
  await world.until(() => ada.view.pendingChanges === 0);
  await ada.close();
  const { lacking } = await world.end(duplicateBoard(ada.shelf, ada.boardId, 'Plans (copy)', { texts }));
  expect(lacking).toBe(1);
});
