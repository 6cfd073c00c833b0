/** A person with two devices. */

import { expect, test } from 'vitest';
import { type Device, nothingIsPending, threeDevices, type World } from '../testing/devices.ts';

/** Cleo's device becomes Ada's second one. */
async function linked() {
  const found = await threeDevices();
  await link(found);
  return found;
}

async function link({
  world,
  ada,
  cleo,
  all,
}: {
  world: World;
  ada: Device;
  cleo: Device;
  all: readonly Device[];
}) {
  ada.session.devices.offer('Laptop');
  await world.until(() => ada.view.link.step === 'offering' && ada.view.link.code !== undefined);
  const { link } = ada.view;
  const code = link.step === 'offering' ? (link.code ?? '') : '';
  await world.until(() => nothingIsPending(all));
  expect(cleo.session.devices.ask(code, 'Phone')).toBe('asked');
  await world.until(() => ada.view.link.step === 'linked' && cleo.view.link.step === 'linked');
  await world.until(() => nothingIsPending(all));
}

test('is one person on every device: one name, one colour, one role, and two devices', async () => {
  const { ada, cleo, all } = await linked();
  for (const device of all) {
    const [a, c] = [ada, cleo].map(({ view }) => device.view.people.find(({ id }) => id === view.me.id));
    expect([a?.name, c?.name, a?.device, c?.device]).toEqual(['Ada', 'Ada', 'Laptop', 'Phone']);
    expect([a?.person, a?.colour, a?.role]).toEqual([c?.person, c?.colour, c?.role]);
    expect(new Set(device.view.people.map(({ person }) => person)).size).toBe(2);
  }
  expect(all.map(({ view }) => view.people.filter(({ isMine }) => isMine).length)).toEqual([2, 1, 2]);
  expect(all.map(({ view }) => view.inCharge)).toEqual([true, false, true]);
  // Each device votes for itself.
  expect(ada.view.people.filter(({ votes }) => votes)).toHaveLength(3);
  expect(all.flatMap(({ view }) => view.notices.map(({ kind }) => kind))).toEqual([
    { type: 'role', role: 'owner' },
  ]);
});

test('has one name also after the devices have started again, and a changed name holds for both', async () => {
  const { world, ada, bob, cleo, all } = await linked();
  expect(await cleo.shelf.myName()).toBe('Ada');
  await cleo.close();
  await cleo.open();
  await world.until(() => nothingIsPending(all) && cleo.view.health.state === 'settling');
  expect(bob.view.people.map(({ name }) => name).sort()).toEqual(['Ada', 'Ada', 'Bob']);
  await cleo.close();
  await cleo.shelf.setMyName('Ada L.');
  await cleo.open();
  await world.until(
    () => ada.view.me.name === 'Ada L.' && bob.view.people.some(({ name }) => name === 'Ada L.'),
  );
  expect(await ada.shelf.myName()).toBe('Ada L.');
  await ada.close();
  await ada.open();
  await world.until(() => nothingIsPending(all) && ada.view.health.state === 'settling');
  expect(all.map(({ view }) => view.people.filter(({ name }) => name === 'Ada L.').length)).toEqual([
    2, 2, 2,
  ]);
});

test('keeps a name that another device gave it while this one was away', async () => {
  const { world, ada, bob, cleo, all } = await linked();
  await cleo.close();
  await ada.close();
  await ada.shelf.setMyName('Ada B.');
  await ada.open();
  await world.until(() => bob.view.people.some(({ name }) => name === 'Ada B.'));
  await cleo.open();
  await world.until(() => nothingIsPending(all) && cleo.view.health.state === 'settling');
  await world.pass(20);
  expect(all.map(({ view }) => view.people.filter(({ name }) => name === 'Ada B.').length)).toEqual([
    2, 2, 2,
  ]);
  expect(await cleo.shelf.myName()).toBe('Ada B.');
});

test('claims, gives back, comments and is assigned as one', async () => {
  const { world, ada, bob, cleo, all } = await linked();
  bob.session.cards.create({ title: 'Card' }, 'todo');
  await world.until(() => ada.view.tasks.todo.length === 1 && nothingIsPending(all));
  const id = ada.view.tasks.todo[0]?.id ?? '';
  cleo.session.claimTask(id);
  await world.until(() => nothingIsPending(all) && ada.view.tasks.doing.length === 1);
  for (const { view } of all) expect(view.tasks.doing[0]?.claimedBy).toBe(ada.view.me.person);
  const claim = bob.session.claimTask(id);
  await world.until(() => nothingIsPending(all));
  expect(await claim).toMatchObject({ status: 'refused', reason: 'already-claimed' });
  expect(bob.view.notices.map(({ kind }) => kind)).toMatchObject([{ type: 'refused', by: 'Ada' }]);
  cleo.session.cards.comment(id, 'Mine');
  await world.until(() => ada.view.tasks.doing[0]?.comments?.length === 1 && nothingIsPending(all));
  expect(ada.view.tasks.doing[0]?.comments?.[0]?.by).toBe(ada.view.me.person);
  const released = ada.session.releaseTask(id);
  await world.until(() => nothingIsPending(all));
  expect(await released).toEqual({ status: 'applied' });
});

test('keeps what it has on the device that is left when another one is removed, and may be unlinked', async () => {
  const { world, ada, bob, cleo } = await linked();
  cleo.session.members.remove(ada.view.me.id);
  await world.until(() => ada.view.health.state === 'stopped' && bob.view.removed.length === 1);
  expect(bob.view.removed).toMatchObject([{ name: 'Ada', device: 'Laptop' }]);
  expect(cleo.view.me).toMatchObject({ name: 'Ada', role: 'owner' });
  expect(cleo.view.me.device).toBeUndefined();
});

test('is two people again after an unlink by either device; then each has a name of its own', async () => {
  const { world, ada, bob, cleo, all } = await linked();
  const refused = bob.session.devices.unlink(cleo.view.me.id);
  await world.until(() => nothingIsPending(all));
  expect(await refused).toEqual({ status: 'refused', reason: 'owners-only' });
  cleo.session.devices.unlink(cleo.view.me.id);
  await world.until(
    () => nothingIsPending(all) && bob.view.people.every(({ device }) => device === undefined),
  );
  expect(bob.view.people.map(({ name }) => name).sort()).toEqual(['Ada', 'Ada (2)', 'Bob']);
  expect([ada, cleo].map(({ view }) => view.me.role)).toEqual(['owner', 'editor']);
});

test('merges a comment that it edits on both devices at once', async () => {
  const { world, ada, cleo, all } = await linked();
  const { id: card } = ada.session.cards.add({ title: 'Buy milk' }, 'todo');
  void ada.session.cards.comment(card, 'Soon');
  await world.until(() => nothingIsPending(all));
  const comment = ada.view.tasks.todo?.[0]?.comments?.[0]?.id ?? '';
  void ada.session.cards.editComment(card, comment, 'Soon\nby Ada', 'Soon');
  void cleo.session.cards.editComment(card, comment, 'on the way\nSoon', 'Soon');
  await world.until(() => nothingIsPending(all));
  for (const { view } of all)
    expect(view.tasks.todo?.[0]?.comments?.[0]?.text).toBe('on the way\nSoon\nby Ada');
});
