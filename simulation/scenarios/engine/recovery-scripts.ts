/**
 * Histories of members without a majority: only a long one without an interruption justifies the offer of a recovery; and
 * what a device has received before it continues alone counts for nothing afterwards.
 */

import type { Message, MessageType } from '#shared/paxos/messages.ts';
import { nextSlot, type ReplicaId } from '#shared/paxos/model/ids.ts';
import { recoverableTicks } from '#shared/replica/majority-wait.ts';
import { Violation } from '../../checks/violation.ts';
import type { Script } from '../script.ts';
import { calmPlan, electionTimeoutTicks, Mesh } from '../stage/mesh.ts';

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

/** Ticks within which a device that continues alone leads: its write, and its promise to itself. */
const leadTicks = 5;

/**
 * 3 receives the reports and the accepts of the others, in a later epoch, and none of their entries. Then it continues
 * alone, with fewer slots than those that were reported to it.
 */
function recoveryBehind(): void {
  const mesh = new Mesh(3, 1);
  const { world } = mesh;
  const three = mesh.member(3);
  const missed: readonly MessageType[] = ['propose', 'learned'];
  world.network.isLost = (_from, to, { type }) => to === three.id && missed.includes(type);
  const submitThrice = (number: number) => {
    for (let given = 0; given < 3; given += 1) {
      mesh.submit(number);
      mesh.run(2);
    }
  };
  submitThrice(1);
  world.requestVoters(
    mesh.member(1),
    [1, 2].map((number) => mesh.member(number).id),
  );
  mesh.run(2 * electionTimeoutTicks);
  submitThrice(1);
  if (mesh.member(2).decidedThrough < three.decidedThrough + 7)
    throw new RangeError('the script diverged: 3 is not behind');
  let requests = 0;
  world.recover(three);
  mesh.run(1);
  world.network.isLost = (from, _to, { type }) => {
    if (from === three.id && type === 'learn') requests += 1;
    return true;
  };
  mesh.run(2 * electionTimeoutTicks);
  if (requests > 0)
    throw new Violation('recovery', `${three.id} requests entries of the generation that it has left`);
  for (let times = 0; times < 3; times += 1) submitThrice(3);
  mesh.run(2 * electionTimeoutTicks);
  if (three.pendingCommands > 0)
    throw new Violation('11 liveness', `${three.id} continues alone and settles nothing`);
}

/** 3 continues alone although it reaches the others: it leads at once, and gives none of them a vote. */
function recoveryAmongOthers(): void {
  const mesh = new Mesh(3, 1);
  const { world } = mesh;
  const three = mesh.member(3);
  world.network.isLost = (from) => from !== three.id;
  world.recover(three);
  mesh.run(leadTicks);
  if (!three.isLeader)
    throw new Violation(
      '11 liveness',
      `${three.id} continues alone and does not lead after ${leadTicks} ticks`,
    );
  world.requestVoters(
    three,
    world.members.map(({ id }) => id),
  );
  mesh.run(5 * electionTimeoutTicks);
}

/**
 * A newcomer has joined the generation of 3, and has learned only the voters of the one before, when it continues alone
 * itself: its generation is above both, and it leads at once.
 */
function recoveryOfNewcomer(seed: number): void {
  const mesh = new Mesh(3, seed);
  const { world } = mesh;
  const three = mesh.member(3);
  for (const number of [1, 2]) world.crash(mesh.member(number));
  world.recover(three);
  mesh.run(2 * electionTimeoutTicks);
  const newcomer = world.addMember();
  let first: Message | undefined;
  world.network.isLost = (from, to, message) => {
    if (message.type !== 'learned' || to !== newcomer.id || message === first) return false;
    if (first !== undefined) return true;
    // A reply holds as many entries as fit.
    first = { ...message, entries: message.entries.slice(0, 1) };
    world.network.send(from, to, first, world.links.epoch(from, to));
    return true;
  };
  for (let ticks = 0; ticks < 5 * electionTimeoutTicks && newcomer.decidedThrough === 0; ticks += 1)
    mesh.run(1);
  mesh.run(electionTimeoutTicks);
  const { configuration } = newcomer.device?.status() ?? {};
  if (newcomer.generation !== three.generation || configuration?.generation !== 1)
    throw new RangeError('the script diverged: the newcomer has not learned the earlier voters only');
  // Its link stays: the newcomer must not wait for it.
  world.network.isLost = () => true;
  world.recover(newcomer);
  mesh.run(leadTicks);
  if (!newcomer.isLeader)
    throw new Violation(
      '11 liveness',
      `${newcomer.id} waits for a leader of the generation that it has left`,
    );
}

/** 1 continues alone, and restarts from a snapshot; 2 learns then how much of the board both share. */
function sharedAfterSnapshot(): void {
  const limits = { snapshotSlots: 3, retainedSlots: 0 };
  const mesh = new Mesh(2, 1, { plan: { ...calmPlan(1, 2), limits } });
  const { world } = mesh;
  const [one, two] = [mesh.member(1), mesh.member(2)];
  const submit = (times: number) => {
    for (let given = 0; given < times; given += 1) {
      mesh.submit(1);
      mesh.run(2);
    }
  };
  submit(5);
  mesh.connectOnly();
  mesh.run(5);
  world.recover(one);
  mesh.run(electionTimeoutTicks);
  submit(8);
  world.crash(one);
  if (one.disk.snapshotThrough <= two.decidedThrough + 1)
    throw new RangeError('the script diverged: 1 has no snapshot of its generation');
  world.boot(one);
  mesh.run(electionTimeoutTicks);
  world.connections.heal();
  mesh.run(2 * electionTimeoutTicks);
  if (!two.isHalted) throw new RangeError('the script diverged: 2 has not learned of the generation of 1');
}

export const recoveryScripts: readonly Script[] = [
  { name: 'members without a majority, for a short and for a long time', play: lonelyMembers },
  { name: 'a device that continues alone across a gap', play: recoveryAcrossGap },
  { name: 'a device that continues alone, and is behind the others', play: recoveryBehind },
  { name: 'a device that continues alone, and reaches the others', play: recoveryAmongOthers },
  { name: 'a device that continues alone, and restarts from a snapshot', play: sharedAfterSnapshot },
  {
    name: 'a newcomer that continues alone before it knows the present voters',
    // The number of a generation is random, and the length of its first round: with each seed a wrong one is noticed half
    // of the time.
    play: () => [1, 2, 3, 4, 5, 6, 7, 8].forEach(recoveryOfNewcomer),
  },
];
