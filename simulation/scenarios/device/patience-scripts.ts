/**
 * Histories after which a wait that grows without a bound, or never ends, stops the board although nothing is lost any
 * more.
 */

import type { Message } from '#shared/paxos/messages.ts';
import { Violation } from '../../checks/violation.ts';
import { tickTime } from '../../world/agenda.ts';
import type { Script } from '../script.ts';
import { calmPlan, electionTimeoutTicks, Mesh } from '../stage/mesh.ts';
import { lose, mustDecide } from '../stage/patience.ts';
import { withSomeSeed } from '../stage/some-seed.ts';

function lostSubmissions(): void {
  const mesh = new Mesh(3, 1);
  lose(mesh, 'submit');
  mesh.submit(3);
  mesh.run(1_300);
  lose(mesh);
  mustDecide(mesh, 3);
}

/**
 * Many proposals are lost, and later a single one: by then the voters have accepted others, so the first wait applies.
 */
function lostProposals(): void {
  const mesh = new Mesh(3, 1);
  const submitWhileLosing = (ticks: number) => {
    lose(mesh, 'propose');
    mesh.submit(1);
    mesh.run(ticks);
    lose(mesh);
  };
  submitWhileLosing(300);
  mustDecide(mesh, 1);
  submitWhileLosing(2);
  mustDecide(mesh, 1, 40);
}

/** Each of two voters resigns, and its handover is lost. */
function lostHandovers(): void {
  const mesh = new Mesh(2, 1);
  lose(mesh, 'handover');
  for (let times = 0; times < 2; times += 1) {
    const [leader] = mesh.leaders();
    if (leader === undefined) throw new Violation('11 liveness', 'no member leads');
    mesh.world.runOn(mesh.member(leader), (device) => device.resign());
    mesh.run(10 * electionTimeoutTicks);
  }
  mesh.submit(1);
  mustDecide(mesh, 1);
}

/** Without 1, the others hear each other for a second at a time: too short for a candidacy to succeed. */
function failedCandidacies(seed: number): void {
  const mesh = new Mesh(3, seed);
  mesh.world.crash(mesh.member(1));
  for (let times = 0; times < 150; times += 1) {
    lose(mesh, 'promise');
    mesh.run(electionTimeoutTicks);
    mesh.world.network.isLost = () => true;
    mesh.run(electionTimeoutTicks + 5);
  }
  lose(mesh);
  mesh.submit(3);
  mustDecide(mesh, 3);
}

/** 1 takes a command of 3 and is cut off; its reply and its proposal arrive after 2 has begun to lead. */
function lateReply(): void {
  const mesh = new Mesh(3, 1);
  const { network, links } = mesh.world;
  const [one, three] = [mesh.member(1), mesh.member(3)];
  const held: Message[] = [];
  let isCut = false;
  network.isLost = (from, to, message) => {
    if (message.type === 'taken' && from === one.id && to === three.id) held.push(message);
    if (isCut && message.type === 'submit') return true;
    const isOfOne = from === one.id || to === one.id;
    return isOfOne && (isCut || message.type === 'propose' || message.type === 'taken');
  };
  mesh.submit(3);
  // The proposal would be a reply, too. It is lost, so 3 submits again.
  for (let ticks = 0; ticks < 2 * electionTimeoutTicks && held.length === 0; ticks += 1) mesh.run(1);
  const [reply] = held;
  if (reply === undefined) throw new RangeError('the script diverged: 1 has not replied');
  isCut = true;
  for (let ticks = 0; ticks < 20 * electionTimeoutTicks && !mesh.member(2).isLeader; ticks += 1) mesh.run(1);
  if (!mesh.member(2).isLeader) throw new RangeError('the script diverged: 2 does not lead');
  network.isLost = (_from, _to, { type }) => type === 'submit';
  mesh.run(1);
  network.send(one.id, three.id, reply, links.epoch(one.id, three.id));
  mesh.run(1);
  network.isLost = () => false;
  mustDecide(mesh, 3);
}

/** A command that waits behind the batches which the leader's slow storage holds up is not sent to it again. */
function waitingBatch(): void {
  const mesh = new Mesh(3, 1);
  const { world } = mesh;
  const two = mesh.member(2);
  world.stall(mesh.member(1), world.agenda.now + electionTimeoutTicks * tickTime);
  for (const number of [1, 3]) {
    mesh.submit(number);
    mesh.run(1);
  }
  let submissions = 0;
  world.network.isLost = (from, _to, { type }) => {
    if (from === two.id && type === 'submit') submissions += 1;
    return false;
  };
  mesh.submit(2);
  mesh.run(electionTimeoutTicks);
  if (submissions !== 1)
    throw new Violation('15 transfer', `${two.id} sends a command that its leader has ${submissions} times`);
  mustDecide(mesh, 2);
}

/** 1 leads, and reaches 2, 3 and 4. The storage of 2 and 3 stalls for good: only 4 reaches two others that can vote. */
function stalledFollowers(): void {
  const mesh = new Mesh(5, 1);
  for (const number of [2, 3]) mesh.world.stall(mesh.member(number), Number.POSITIVE_INFINITY);
  mesh.connectOnly([1, 2], [1, 3], [1, 4], [4, 5]);
  mesh.submit(2);
  mesh.submit(3);
  mesh.submit(4);
  mustDecide(mesh, 4);
}

/** Both voters are needed. While the storage of 1 stalls, it proposes twice, and its own vote fills the held messages. */
function ownVotes(): void {
  const limits = { maxHeldMessages: 1 };
  const mesh = new Mesh(2, 1, { plan: { ...calmPlan(1, 2), limits } });
  const { world } = mesh;
  world.requestVoters(
    mesh.member(1),
    world.members.map(({ id }) => id),
  );
  mesh.run(4 * electionTimeoutTicks);
  world.stall(mesh.member(1), world.agenda.now + (electionTimeoutTicks / 4) * tickTime);
  for (let given = 0; given < 2; given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  mustDecide(mesh, 1);
}

/** Three waits of 10, 20 and 40 ticks, and the time for a decision. A fifth attempt would come after 150. */
const relayTicks = 130;

/** 1 leads, and does not reach 6. Of the four that 6 reaches, only 2 can forward its command. */
function relays(seed: number): void {
  const mesh = new Mesh(6, seed);
  const { network } = mesh.world;
  const [one, two] = [mesh.member(1), mesh.member(2)];
  mesh.world.connections.cut(one, mesh.member(6));
  mesh.run(electionTimeoutTicks);
  network.isLost = (from, to, { type }) => type === 'submit' && to === one.id && from !== two.id;
  mesh.submit(6);
  mustDecide(mesh, 6, relayTicks);
}

/**
 * 4 does not reach the leader, 1, so 2 forwards its command. That message arrives after 1 has handed over to another one: a
 * command that is forwarded again could circulate among members that believe in different leaders. 4 submits it again instead.
 *
 * @returns false if 2 leads instead.
 */
function forwardedLate(seed: number): boolean {
  const mesh = new Mesh(4, seed);
  const { network, links } = mesh.world;
  const [one, two] = [mesh.member(1), mesh.member(2)];
  mesh.connectOnly([1, 2], [1, 3], [2, 3], [2, 4]);
  mesh.run(electionTimeoutTicks);
  const held: Message[] = [];
  network.isLost = (from, to, message) => {
    const isForwarded = message.type === 'submit' && message.forwarded;
    if (isForwarded && from === two.id && to === one.id) held.push(message);
    if (from === two.id && message.type === 'prepare') return true;
    return message.type === 'submit' && to === one.id;
  };
  mesh.submit(4);
  for (let ticks = 0; ticks < 20 * electionTimeoutTicks && held.length === 0; ticks += 1) mesh.run(1);
  const [late] = held;
  mesh.world.runOn(one, (device) => device.resign());
  for (let ticks = 0; ticks < 20 * electionTimeoutTicks && !mesh.member(3).isLeader; ticks += 1) mesh.run(1);
  mesh.run(1);
  if (late === undefined || !mesh.member(3).isLeader) return false;
  network.isLost = (from, _to, message) => {
    if (from === one.id && message.type === 'submit')
      throw new Violation('15 transfer', `${one.id} forwards a command that was forwarded to it`);
    return false;
  };
  network.send(two.id, one.id, late, links.epoch(two.id, one.id));
  mustDecide(mesh, 4);
  return true;
}

export const patienceScripts: readonly Script[] = [
  { name: 'submissions that are lost for a minute', play: lostSubmissions },
  {
    name: 'relays of which only one reaches the leader',
    play: () => Array.from({ length: 10 }, (_, at) => at + 1).forEach(relays),
  },
  { name: 'a forwarded command that finds no leader', play: () => withSomeSeed(10, forwardedLate) },
  { name: 'handovers that are lost', play: lostHandovers },
  { name: 'proposals that are lost for long, and once again', play: lostProposals },
  { name: 'candidacies that fail for minutes', play: () => [1, 3].forEach(failedCandidacies) },
  { name: 'a late reply of an earlier leader', play: lateReply },
  { name: 'a command behind the batches of a slow leader', play: waitingBatch },
  { name: 'a leader whose followers have stalled storage', play: stalledFollowers },
  { name: 'own votes of a leader with slow storage', play: ownVotes },
];
