/** A page that came over plain HTTP from another computer: its device is a guest. */

import { expect, test } from 'vitest';
import { Device, nothingIsPending, World } from '../testing/devices.ts';

const voting = ({ view }: Device): readonly string[] =>
  view.people.filter(({ votes }) => votes).map(({ name }) => name);

/** Ada's own computer, and Gus and Gia in browsers that it serves. */
async function withGuests() {
  const world = new World();
  const ada = new Device(world, 'Ada');
  const [gus, gia] = ['Gus', 'Gia'].map((name) => new Device(world, name, { isGuest: true }));
  if (gus === undefined || gia === undefined) throw new Error('unreachable');
  await ada.create('Plans');
  await world.until(() => ada.view.health.state === 'settling');
  for (const guest of [gus, gia]) await guest.join(ada.session.invite('edit'));
  await world.until(() => [gus, gia].every(({ view }) => view.health.state === 'settling'));
  return { world, ada, gus, gia };
}

test('a guest works on the board as others do, is shown as a guest, and never votes', async () => {
  const { world, ada, gus, gia } = await withGuests();
  gus.session.createTask('Buy wood', 'todo');
  await world.until(() => gia.view.tasks.todo[0]?.number === 1 && nothingIsPending([ada, gus, gia]));
  await world.pass(400);
  expect(voting(ada)).toEqual(['Ada']);
  expect(ada.view.people.map(({ name, guest }) => [name, guest])).toEqual([
    ['Ada', undefined],
    ['Gia', true],
    ['Gus', true],
  ]);
  expect(gus.view.me.guest).toBe(true);
});

test('a guest can neither create a board nor continue one alone', async () => {
  const { world, ada, gus } = await withGuests();
  await expect(new Device(world, 'Gil', { isGuest: true }).create('Mine')).rejects.toThrow('guest');
  await ada.close();
  await world.pass(1000);
  expect(gus.view.health.state).toBe('waiting');
  expect(gus.view.canRecover).toBe(false);
});

test('changes of an isolated guest stay pending after it leaves and reopens the board', async () => {
  const { world, ada, gus } = await withGuests();
  await ada.close();
  gus.session.createTask('Buy wood', 'todo');
  await world.pass(10);
  const { id } = gus.view.me;
  expect(gus.hasUnsettled()).toBe(true);
  await gus.close();
  expect(gus.hasUnsettled()).toBe(true);
  await gus.open();
  expect(gus.view.me.id).toBe(id);
  expect(gus.view.pendingChanges).toBe(1);
  expect(gus.view.notices).toEqual([]);
  await ada.open();
  await world.until(() => ada.view.tasks.todo[0]?.title === 'Buy wood' && nothingIsPending([ada, gus]));
  expect(ada.view.tasks.todo).toHaveLength(1);
  await world.until(() => !gus.hasUnsettled());
  expect(ada.hasUnsettled()).toBe(false);
});
