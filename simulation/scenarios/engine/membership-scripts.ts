/** Hand-written histories of devices that join, leave and diverge: see `scripts.ts`. */

import type { Message, MessageType } from '#shared/paxos/messages.ts';
import { slot } from '#shared/paxos/model/ids.ts';
import { Violation } from '../../checks/violation.ts';
import type { Script } from '../script.ts';
import { Days } from '../stage/days.ts';
import { calmPlan, electionTimeoutTicks, Mesh } from '../stage/mesh.ts';

const longTicks = 12 * electionTimeoutTicks;

function mustSettle(settles: boolean, who: string): void {
  if (!settles) throw new Violation('11 morning', `${who} cannot settle anything`);
}

/** All sign off in turn; two remaining devices make progress, and so do the first two leavers of the last three. */
function evening(devices: number): void {
  const days = new Days(devices);
  for (let leaving = 1; leaving <= devices; leaving += 1) {
    days.leave(leaving);
    if (leaving <= devices - 2) mustSettle(days.settles(devices), 'a pair of remaining devices');
  }
  for (const early of [1, devices - 1]) days.start(early);
  mustSettle(days.settles(devices - 1), 'the first pair of the morning');
}

/** The holder of the only vote leaves, and the other one continues. */
function eveningOfTwo(): void {
  const days = new Days(2);
  days.leave(1);
  mustSettle(days.settles(2), 'the last of two devices');
}

/** 2 stores that it becomes a voter, its accept is lost, and the sole voter then decides something else. */
function invitationLost(): void {
  const mesh = new Mesh(2, 1, 1, 1);
  const { network } = mesh.world;
  network.isLost = (_from, _to, { type }) => type === 'accept';
  mesh.world.requestVoters(mesh.member(1), [mesh.member(2).id]);
  mesh.run(longTicks);
  mesh.submit(1);
  mesh.run(longTicks);
  network.isLost = () => false;
  mesh.run(longTicks);
}

/** 2 is gone before it learns that it becomes a voter: the sole voter continues. */
function invitedAndGone(): void {
  const mesh = new Mesh(2, 1, 1, 1);
  mesh.world.network.isLost = (_from, to) => to === mesh.member(2).id;
  mesh.world.requestVoters(mesh.member(1), [mesh.member(2).id]);
  mesh.submit(1);
  mesh.run(longTicks);
  mustSettle(mesh.member(1).pendingCommands === 0, 'a sole voter whose successor is gone');
}

/** 2 becomes a voter without the entries before: the sole voter keeps its vote until 2 has them. */
function invitedAndBehind(): void {
  const mesh = new Mesh(2, 1, 1, 1);
  const { network, ledger } = mesh.world;
  const two = mesh.member(2);
  network.isLost = (_from, to, message) =>
    to === two.id &&
    (message.type === 'learned' ||
      (message.type === 'propose' && message.entries.every(({ type }) => type === 'commands')));
  for (let given = 0; given < 3; given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  mesh.run(electionTimeoutTicks);
  mesh.world.requestVoters(mesh.member(1), [two.id]);
  mesh.run(longTicks);
  if (two.decidedThrough === ledger.chosenThrough)
    throw new RangeError('the script diverged: 2 is not behind');
  mesh.world.wipe(two);
  mesh.submit(1);
  mesh.run(longTicks);
  mustSettle(mesh.member(1).pendingCommands === 0, 'a sole voter whose successor was behind');
}

/** A sole voter gives votes to 2 and 3, and their accepts are late. 2 is removed meanwhile, and 3 is lost afterwards. */
function invitedAndRemoved(): void {
  const mesh = new Mesh(3, 1, 1, 1);
  const { world } = mesh;
  const [one, two, three] = [mesh.member(1), mesh.member(2), mesh.member(3)];
  let late: Message | undefined;
  world.network.isLost = (from, to, message) => {
    if (message.type !== 'accept' || to !== one.id) return false;
    if (from === three.id) late = message;
    return true;
  };
  world.requestVoters(one, [one.id, two.id, three.id]);
  mesh.run(electionTimeoutTicks / 4);
  world.connections.removalDecided(one, two);
  mesh.run(0.1);
  if (late === undefined) throw new RangeError('the script diverged: 3 holds no invitation');
  world.network.isLost = () => false;
  world.network.send(three.id, one.id, late, world.links.epoch(three.id, one.id));
  world.network.isLost = () => true;
  mesh.run(2);
  for (const member of [two, three]) world.wipe(member);
  mesh.submit(1);
  mesh.run(longTicks);
  mustSettle(one.pendingCommands === 0, 'a sole voter whose successor was removed');
}

/**
 * 1 is partitioned off, and proposes two commands and then that 2, 3 and 4 vote. These make 1 the only voter meanwhile.
 * When 1 learns of it, its old proposal must not hand over its vote: 2, 3 and 4 know nothing of it.
 */
function oldRequest(): void {
  const mesh = new Mesh(4, 1);
  const ids = (...numbers: number[]) => numbers.map((number) => mesh.member(number).id);
  mesh.connectOnly([2, 3], [2, 4], [3, 4]);
  for (let given = 0; given < 2; given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  mesh.world.requestVoters(mesh.member(1), ids(2, 3, 4));
  mesh.run(longTicks);
  const successor = mesh.leaders().find((number) => number !== 1);
  if (successor === undefined) throw new RangeError('the script diverged: 1 has no successor');
  mesh.world.requestVoters(mesh.member(successor), ids(1));
  mesh.run(electionTimeoutTicks);
  mesh.world.connections.heal();
  mesh.run(longTicks);
  mustSettle(mesh.member(1).pendingCommands === 0, 'a sole voter with old proposals');
  if (mesh.world.ledger.latestConfiguration?.voters.join() !== ids(1).join())
    throw new Violation('13 voters', 'a request to the leader of earlier voters takes effect');
}

/**
 * 1 proposes three commands to 2 alone. Its successor, which knows nothing of them, proposes other voters in the first of
 * these slots, to 2 alone. The next leader hears of that configuration from 2, and of the commands in the slots after it.
 */
function commandsAfterConfiguration(): void {
  const mesh = new Mesh(5, 1);
  const { world } = mesh;
  const two = mesh.member(2);
  mesh.connectOnly([1, 2], [3, 4], [3, 5], [4, 5]);
  for (let given = 0; given < 3; given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  const { lastSlot = 0 } = two.device?.status() ?? {};
  const first = slot(two.decidedThrough + 1);
  if (lastSlot < first + 1) throw new RangeError('the script diverged: 2 did not accept two slots');
  mesh.run(longTicks);
  const successor = mesh.leaders().find((number) => number > 2);
  if (successor === undefined) throw new RangeError('the script diverged: 1 has no successor');
  const others = [3, 4, 5].filter((number) => number !== successor);
  world.crash(mesh.member(1));
  world.network.isLost = (_from, to, { type }) => type === 'accept' || (type === 'propose' && to !== two.id);
  world.connections.heal();
  mesh.run(electionTimeoutTicks / 2);
  const ids = [2, successor, ...others.slice(0, 1)].map((number) => mesh.member(number).id);
  world.requestVoters(mesh.member(successor), ids);
  mesh.run(2);
  if (two.disk.get(first)?.entry.type !== 'configuration')
    throw new RangeError('the script diverged: 2 did not accept the configuration');
  world.crash(mesh.member(successor));
  world.network.isLost = () => false;
  mesh.submit(2);
  mesh.run(longTicks);
  mustSettle(two.pendingCommands === 0, 'a voter that accepted commands after a configuration');
}

/**
 * 1 decides that 2, 3 and 4 vote, and fails. 3 knows nothing of it when it stands for election, and learns of the change
 * from the promise of 2, which has promised nobody anything in the new epoch: the promises of 1, 2 and 3 count no more.
 */
function candidateOfFormerVoters(): void {
  const mesh = new Mesh(4, 1, 1, 3);
  const { world } = mesh;
  const three = mesh.member(3);
  const missed: readonly MessageType[] = ['propose', 'learned', 'accept'];
  world.network.isLost = (_from, to, { type }) => {
    if (type === 'handover') return true;
    // Only 3 may stand.
    return to === three.id ? missed.includes(type) : type === 'heartbeatReply';
  };
  const before = three.decidedThrough;
  world.requestVoters(
    mesh.member(1),
    [2, 3, 4].map((number) => mesh.member(number).id),
  );
  mesh.run(3);
  world.crash(mesh.member(1));
  if (mesh.member(2).decidedThrough === before || three.decidedThrough !== before)
    throw new RangeError('the script diverged: not only 2 knows the next voters');
  for (let ticks = 0; ticks < longTicks && !three.isLeader; ticks += 1) mesh.run(1);
  if (!three.isLeader) throw new RangeError('the script diverged: 3 does not lead');
  world.network.isLost = () => false;
  mesh.submit(3);
  mesh.run(longTicks);
  mustSettle(three.pendingCommands === 0, 'a leader that stood before it knew the voters');
}

/** The state machine of one of three voters goes wrong: it alone stops, leader or not, and the others continue. */
function wrongState(wrong: number): void {
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), policy: {}, limits: { checkpointSlots: 4 } } });
  mesh.run(longTicks);
  const member = mesh.member(wrong);
  member.registers.spoil();
  member.hasDiverged = true;
  for (let given = 0; given < 5; given += 1) {
    mesh.submit(1);
    mesh.run(2);
  }
  mesh.run(3 * electionTimeoutTicks);
  if (!member.isHalted) throw new Violation('diverged', `${member.id} continues with a wrong state`);
  mesh.submit(2);
  mesh.run(longTicks);
  mustSettle(mesh.member(2).pendingCommands === 0, 'a voter beside one with a wrong state');
}

/** 3 continues alone, perhaps again; 1 and 2, which continued together, learn of the last generation only. */
function diverged(times: number): void {
  const mesh = new Mesh(3, 1);
  mesh.connectOnly([1, 2]);
  mesh.run(longTicks);
  const three = mesh.member(3);
  for (const number of [1, 1, 1]) {
    mesh.submit(number);
    mesh.run(electionTimeoutTicks);
  }
  for (let recovered = 0; recovered < times; recovered += 1) {
    mesh.world.recover(three);
    mesh.run(longTicks);
    // A newcomer votes there too, and no longer when 3 continues alone again.
    const newcomer = mesh.world.addMember();
    for (const number of [1, 2]) mesh.world.connections.cut(newcomer, mesh.member(number));
    mesh.run(electionTimeoutTicks);
    mesh.world.requestVoters(three, [three.id, newcomer.id]);
    mesh.run(longTicks);
    for (let given = 0; given < 3; given += 1) mesh.submit(3);
    mesh.run(longTicks);
  }
  mesh.world.connections.heal();
  mesh.run(longTicks);
}

/**
 * A voter signs off, the fourth member takes its vote, and it stays after all; that message is lost. Another voter is
 * lost.
 */
function staysAfterAll(): void {
  const unreachableTicks = 200;
  const mesh = new Mesh(4, 1, { plan: { ...calmPlan(1, 4), policy: { unreachableTicks } } });
  const { world } = mesh;
  const voters = () => world.ledger.latestConfiguration?.voters ?? [];
  mesh.run(longTicks);
  const [staying, lost] = world.members.filter(({ id, isLeader }) => voters().includes(id) && !isLeader);
  if (staying === undefined || lost === undefined)
    throw new RangeError('the script diverged: not three vote');
  world.signOff(staying);
  mesh.run(2 * electionTimeoutTicks);
  if (voters().includes(staying.id)) throw new RangeError('the script diverged: it keeps its vote');
  world.network.isLost = (_from, _to, { type }) => type === 'signOff';
  world.runOn(staying, (device) => device.stay());
  mesh.run(2 * electionTimeoutTicks);
  world.wipe(lost);
  mesh.run(unreachableTicks + longTicks);
  if (!voters().includes(staying.id))
    throw new Violation('13 voters', `${voters().join()} vote, and ${staying.id} counts as leaving`);
}

export const membershipScripts: readonly Script[] = [
  { name: 'an evening of two', play: eveningOfTwo },
  { name: 'an evening and a morning of three', play: () => evening(3) },
  { name: 'an evening and a morning of five', play: () => evening(5) },
  { name: 'a new voter whose accept is lost', play: invitationLost },
  { name: 'a new voter that is gone', play: invitedAndGone },
  { name: 'a new voter that is behind, and gone', play: invitedAndBehind },
  { name: 'a new voter that is removed before it votes', play: invitedAndRemoved },
  { name: 'a request for voters that later voters have overtaken', play: oldRequest },
  { name: 'commands that were accepted after a configuration', play: commandsAfterConfiguration },
  { name: 'a candidate that learns of other voters', play: candidateOfFormerVoters },
  { name: 'a device that signs off and stays, and the message is lost', play: staysAfterAll },
  { name: 'a voter with a wrong state', play: () => wrongState(3) },
  { name: 'a leader with a wrong state', play: () => wrongState(1) },
  { name: 'a device that continues alone', play: () => diverged(1) },
  { name: 'a device that continues alone twice', play: () => diverged(2) },
];
