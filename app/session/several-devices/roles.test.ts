/** Roles on a board of several devices. */

import { describe, expect, test } from 'vitest';
import { accessOf } from '#shared/invite/invite.ts';
import { encodeSessionMessage } from '#shared/wire/frame.ts';
import { type Device, nothingIsPending, threeDevices } from '../testing/devices.ts';

const rolesOf = ({ view }: Device) =>
  Object.fromEntries(view.people.map(({ name, role }) => [name, role] as const));

describe('on a new board', () => {
  test('the founder is the owner, and the only one in charge', async () => {
    const { world, all } = await threeDevices();
    await world.until(() => all.every((device) => rolesOf(device).Ada === 'owner'));
    for (const device of all)
      expect(rolesOf(device)).toEqual({ Ada: 'owner', Bob: 'editor', Cleo: 'editor' });
    expect(all.map(({ view }) => view.inCharge)).toEqual([true, false, false]);
    expect(all.flatMap(({ view }) => view.notices)).toEqual([]);
  });

  test('the others cannot remove people or change roles; a handed over board has another owner', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    const removal = bob.session.members.remove(cleo.view.me.id);
    const promotion = bob.session.members.setRole(bob.view.me.id, 'owner');
    const demotion = ada.session.members.setRole(ada.view.me.id, 'editor');
    await world.until(() => nothingIsPending(all));
    expect(await removal).toEqual({ status: 'refused', reason: 'owners-only' });
    expect(await promotion).toEqual({ status: 'refused', reason: 'owners-only' });
    expect(await demotion).toEqual({ status: 'refused', reason: 'last-owner' });
    const handedOver = ada.session.members.handOver(cleo.view.me.id);
    await world.until(() => all.every((device) => rolesOf(device).Cleo === 'owner'));
    expect(await handedOver).toEqual({ status: 'applied' });
    expect(all.map(({ view }) => view.inCharge)).toEqual([false, false, true]);
    expect(cleo.view.notices.map(({ kind }) => kind)).toEqual([{ type: 'role', role: 'owner' }]);
    expect(ada.view.notices.filter(({ kind }) => kind.type === 'role')).toEqual([]);
  });

  test('its editors are in charge once the only owner has left', async () => {
    const { world, ada, bob, cleo } = await threeDevices();
    ada.session.members.leave();
    await world.until(() => ada.view.health.state === 'stopped' && bob.view.inCharge && cleo.view.inCharge);
    await ada.close();
    await world.until(() => bob.view.health.state === 'settling');
    bob.session.members.setRole(bob.view.me.id, 'owner');
    await world.until(() => rolesOf(cleo).Bob === 'owner' && !cleo.view.inCharge);
  });
});

describe('a choice about people', () => {
  test('is shown as one that waits, on its device alone, until it is settled', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    world.network.cutOff(ada.view.me.id);
    await world.until(() => ada.view.health.state === 'waiting' && bob.view.health.state === 'settling');
    ada.session.members.setNewcomers('viewer');
    ada.session.members.setRole(bob.view.me.id, 'viewer');
    ada.session.members.remove(cleo.view.me.id);
    await world.pass(2);
    expect(ada.view.choices).toMatchObject([
      { type: 'board/newcomers', role: 'viewer' },
      { type: 'member/role', id: bob.view.me.id, role: 'viewer' },
      { type: 'member/remove', id: cleo.view.me.id },
    ]);
    expect([ada.view.newcomers, rolesOf(ada).Bob]).toEqual(['editor', 'editor']);
    world.network.heal();
    await world.until(() => ada.view.choices.length === 0);
    expect([ada.view.newcomers, rolesOf(ada).Bob]).toEqual(['viewer', 'viewer']);
    expect(all.flatMap(({ view }) => view.choices)).toEqual([]);
  });
});

describe('an editor who becomes a viewer', () => {
  test('has its waiting changes refused on every device, and is notified once', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    world.network.cutOff(bob.view.me.id);
    await world.until(() => ada.view.health.state === 'settling');
    bob.session.patchElements([{ id: 'box', create: true, set: { x: 1 } }]);
    for (const title of ['One', 'Two']) bob.session.createTask(title, 'todo');
    ada.session.members.setRole(bob.view.me.id, 'viewer');
    await world.until(() => nothingIsPending([ada, cleo]) && rolesOf(ada).Bob === 'viewer');
    expect(bob.session.element('box')).toBeDefined();
    world.network.heal();
    await world.until(() => nothingIsPending(all) && rolesOf(bob).Bob === 'viewer');
    for (const device of all) {
      expect(device.session.element('box')).toBeUndefined();
      expect(device.view.tasks.todo).toEqual([]);
      expect(rolesOf(device)).toEqual({ Ada: 'owner', Bob: 'viewer', Cleo: 'editor' });
    }
    expect(bob.view.notices.map(({ kind }) => kind)).toMatchObject([
      { type: 'refused', reason: 'view-only' },
      { type: 'role', role: 'viewer' },
    ]);
    expect(bob.view.me).toMatchObject({ access: 'edit', role: 'viewer' });
  });

  test('changes nothing, gives view links, is seen, votes, and may edit again when an owner says so', async () => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    ada.session.members.setRole(bob.view.me.id, 'viewer');
    await world.until(() => all.every((device) => rolesOf(device).Bob === 'viewer'));
    expect(bob.view.me.votes).toBe(true);
    const kinds = () => bob.view.notices.map(({ kind }) => kind);
    bob.session.patchElements([{ id: 'box', create: true, set: { x: 1 } }]);
    expect(await bob.session.createTask('Mine', 'todo')).toEqual({ status: 'not-taken' });
    await world.pass(2);
    expect(kinds().slice(1)).toEqual(Array(2).fill({ type: 'local', refusal: 'viewer' }));
    expect(bob.session.element('box')).toBeUndefined();
    expect(accessOf(bob.session.invite('edit').secret)).toBe('view');
    expect(bob.session.export().name).toBe('Plans');
    bob.session.live.draw([['stroke', { type: 'freedraw', x: 1 }]]);
    bob.session.live.show({ tab: 'tasks' });
    await world.until(() => ada.session.live.others().get(bob.view.me.id)?.tab === 'tasks');
    expect([...ada.session.live.previews.ids()]).toEqual([]);
    bob.session.introduce('Benno');
    await world.until(() => rolesOf(cleo).Benno === 'viewer');

    ada.session.members.setRole(bob.view.me.id, 'editor');
    await world.until(() => bob.view.me.role === 'editor');
    bob.session.createTask('Mine', 'todo');
    await world.until(() => nothingIsPending(all) && cleo.view.tasks.todo.length === 1);
  });

  test('may leave, and is still a viewer after it has opened the board again', async () => {
    const { world, ada, bob, all } = await threeDevices();
    ada.session.members.setRole(bob.view.me.id, 'viewer');
    await world.until(() => all.every((device) => rolesOf(device).Bob === 'viewer'));
    await bob.close();
    await bob.open();
    await world.until(() => bob.view.health.state === 'settling');
    expect(bob.view.me.role).toBe('viewer');
    expect(bob.view.notices).toEqual([]);
    const left = bob.session.members.leave();
    await world.until(() => bob.view.health.state === 'stopped');
    expect(await left).toEqual({ status: 'applied' });
    await world.until(() => ada.view.removed.length === 1);
  });

  test('has drawings under way that the others do not show, even if its program was modified', async () => {
    const { world, ada, bob, all } = await threeDevices();
    ada.session.members.setRole(bob.view.me.id, 'viewer');
    await world.until(() => rolesOf(ada).Bob === 'viewer');
    const drawing = {
      type: 'presence',
      previews: [{ id: 'stroke', set: { type: 'freedraw', x: 1 } }],
    } as const;
    world.network.inject(bob.view.me.id, ada.view.me.id, encodeSessionMessage(drawing));
    await world.pass(3);
    expect([...ada.session.live.previews.ids()]).toEqual([]);
    ada.session.members.setRole(bob.view.me.id, 'editor');
    await world.until(() => nothingIsPending(all) && rolesOf(ada).Bob === 'editor');
    world.network.inject(bob.view.me.id, ada.view.me.id, encodeSessionMessage(drawing));
    await world.pass(3);
    expect([...ada.session.live.previews.ids()]).toEqual(['stroke']);
  });
});
