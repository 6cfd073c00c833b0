import { expect, it } from 'vitest';
import { blobIdOf } from '#shared/blob/blob.ts';
import { Device, World } from '../testing/devices.ts';

const content = Uint8Array.of(1, 2, 3);
const blob = blobIdOf(content);

it('a file of a card reaches the others, is kept on every shelf, and can be put back after its removal', async () => {
  const world = new World();
  const [ada, ben] = [new Device(world, 'Ada'), new Device(world, 'Ben')];
  await ada.create('Plans');
  await ben.join(ada.session.invite('edit'));
  await world.until(() => ben.view.health.state === 'settling' && ada.view.people.length === 2);
  await ada.session.blobs.add(content);
  const { id } = ada.session.cards.add({ title: 'Order rope' }, 'todo');
  ada.session.cards.attach(id, { blob, name: 'plan.pdf', bytes: 3 });
  await world.until(() => ben.session.blobs.has(blob));
  expect(ada.session.blobs.view().used).toEqual([blob]);
  expect(await ben.session.blobs.get(blob)).toEqual(content);
  for (const shelf of ['archive', 'trash'] as const) {
    ben.session.cards.shelve(id, shelf);
    await world.until(() => ada.view.shelves[shelf].length === 1 && ben.view.pendingChanges === 0);
    expect(ada.session.blobs.view().used).toEqual([blob]);
  }
  ben.session.cards.shelve(id, 'board');
  const [card] = ben.view.shelves.trash;
  ben.session.cards.detach(id, card?.attachments?.[0]?.id ?? '');
  await world.until(() => ada.view.tasks.todo[0]?.activity?.at(-1)?.did === 'detached');
  for (const { session } of [ada, ben]) expect(session.blobs.view().used).toEqual([]);
  expect(ben.session.cards.undo()).toEqual({ undone: 1, left: 0 });
  await world.until(() => ada.session.blobs.view().used.length === 1);
  expect(ada.view.tasks.todo[0]?.attachments).toMatchObject([{ name: 'plan.pdf', bytes: 3 }]);
  ben.session.removeTask(id);
  await world.until(() => ada.view.tasks.todo.length === 0);
  expect(ada.session.blobs.view().used).toEqual([]);
});
