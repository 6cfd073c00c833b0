/**
 * Histories of members without a majority: only a long one without an interruption justifies the offer of a recovery.
 */

import { nextSlot, type ReplicaId } from '#shared/paxos/model/ids.ts';
import { recoverableTicks } from '#shared/replica/majority-wait.ts';
import type { Script } from './script.ts';
import { electionTimeoutTicks, Mesh } from './stage/mesh.ts';

/** 3 is cut off twice, for less time than an offer needs, and then for more. A newcomer is cut off from the start. */
function lonelyMembers(): void {
  const mesh = new Mesh(3, 1);
  const { world } = mesh;
  const lonely = mesh.member(3);
  const newcomer = world.addMember();
  const cut = new Set<ReplicaId>();
  world.network.isLost = (from, to) => cut.has(from) || cut.has(to);
  cut.add(newcomer.id);
  for (let times = 0; times < 2; times += 1) {
    cut.add(lonely.id);
    mesh.run(0.6 * recoverableTicks);
    cut.delete(lonely.id);
    mesh.run(200);
  }
  cut.add(lonely.id);
  mesh.run(1.5 * recoverableTicks);
  if (lonely.device?.canRecover !== true) throw new RangeError('the script diverged: 3 may not recover');
}

/** 2 has accepted a slot, and not the one before it, when it continues alone: both are a part of its board. */
function recoveryAcrossGap(): void {
  const mesh = new Mesh(3, 1);
  const { world } = mesh;
  const [one, two] = [mesh.member(1), mesh.member(2)];
  const first = nextSlot(two.decidedThrough);
  world.network.isLost = (_from, _to, message) =>
    message.type === 'accept' || (message.type === 'propose' && message.firstSlot === first);
  for (let given = 0; given < 2; given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  mesh.connectOnly();
  mesh.run(5);
  if (two.disk.get(first) !== undefined || two.disk.get(nextSlot(first)) === undefined)
    throw new RangeError('the script diverged: 2 holds no gap');
  world.crash(one);
  world.recover(two);
  mesh.run(5 * electionTimeoutTicks);
}

export const recoveryScripts: readonly Script[] = [
  { name: 'members without a majority, for a short and for a long time', play: lonelyMembers },
  { name: 'a device that continues alone across a gap', play: recoveryAcrossGap },
];
