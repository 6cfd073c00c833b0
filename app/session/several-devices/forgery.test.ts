/** An editor that sends messages in another member's name, over the real wire. */

import { expect, test } from 'vitest';
import { encodeCommand } from '#shared/board/bytes/codec.ts';
import type { BoardCommandBody } from '#shared/board/commands.ts';
import type { Message } from '#shared/paxos/messages.ts';
import { type Group, noDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId, slot } from '#shared/paxos/model/ids.ts';
import { encodeMessage } from '#shared/wire/frame.ts';
import { chained } from '#shared/wire/group-digest.ts';
import { type Device, nothingIsPending, threeDevices, type World } from '../testing/devices.ts';

/** A device without commands so far. */
const ghost = replicaId('a'.repeat(22));

function forged(origin: ReplicaId, body: BoardCommandBody): readonly Group[] {
  const bodies = [encodeCommand({ ...body, at: 1 })];
  return chained([{ origin, first: 1, bodies }], noDigest, () => new Uint8Array(160).fill(7));
}

const isLinked = (device: Device, to: Device) =>
  device.view.people.some(({ id, connected }) => id === to.view.me.id && connected);

/** Hands `message` to `to` as if `from` had sent it. */
function inject(world: World, from: Device, to: Device, message: Message): void {
  world.network.inject(from.view.me.id, to.view.me.id, encodeMessage(message));
}

type Carry = (groups: readonly Group[], leader: ReplicaId, through: number) => Message;

const generation = 1;
const ways: readonly (readonly [string, Carry])[] = [
  ['submits', (groups) => ({ type: 'submit', generation, groups, forwarded: false })],
  ['passes on', (groups) => ({ type: 'submit', generation, groups, forwarded: true })],
  [
    'says to be decided',
    (groups, _leader, through) => ({
      type: 'learned',
      generation,
      firstSlot: slot(through + 1),
      entries: [{ type: 'commands', groups }],
      decidedThrough: slot(through + 1),
    }),
  ],
  [
    'proposes',
    (groups, replica, through) => ({
      type: 'propose',
      generation,
      ballot: { epoch: slot(1000), round: 1000, replica },
      firstSlot: slot(through + 1),
      entries: [{ type: 'commands', groups }],
      decidedThrough: slot(through + 1),
    }),
  ],
];

test.each(ways)(
  'what a member %s in another’s name changes nothing, and costs it its link',
  async (_, carry) => {
    const { world, ada, bob, cleo, all } = await threeDevices();
    const rename: BoardCommandBody = { type: 'board/rename', name: 'Mallory was here' };
    const message = carry(forged(ghost, rename), cleo.view.me.id, ada.view.settledThrough);
    for (const device of [ada, bob]) inject(world, cleo, device, message);
    await world.pass(1);
    expect([isLinked(ada, cleo), isLinked(bob, cleo), isLinked(ada, bob)]).toEqual([false, false, true]);
    ada.session.createTask('Still here', 'todo');
    await world.until(() => nothingIsPending([ada, bob]) && bob.view.tasks.todo.length === 1);
    for (const { view } of all) expect(view.boardName).toBe('Plans');
    expect(bob.view.health.state).toBe('settling');
    expect(bob.view.people.filter(({ id }) => id === ghost)).toEqual([]);
  },
);

test('another’s numbers cannot be used up: its next change settles', async () => {
  const { world, ada, bob, cleo } = await threeDevices();
  const rename: BoardCommandBody = { type: 'board/rename', name: 'Mallory was here' };
  for (const device of [ada, bob]) {
    const groups = forged(ada.view.me.id, rename);
    inject(world, cleo, device, { type: 'submit', generation, groups, forwarded: false });
  }
  ada.session.renameBoard('Plans of Ada');
  await world.until(() => nothingIsPending([ada, bob]) && bob.view.boardName === 'Plans of Ada');
});
