/** Histories of a storage that was rolled back, in which a single message shows the loss. */

import type { Message } from '#shared/paxos/messages.ts';
import { isHigherBallot, isSameBallot } from '#shared/paxos/model/ballot.ts';
import { Violation } from '../../checks/violation.ts';
import type { Member } from '../../world/member.ts';
import type { Script } from '../script.ts';
import { electionTimeoutTicks, Mesh } from '../stage/mesh.ts';
import { withSomeSeed } from '../stage/some-seed.ts';

/** Long enough to detect a silent leader and for its successor to stand. */
const successionTicks = 12 * electionTimeoutTicks;

/** Seeds to try until the history occurs: the first candidate depends on chance. */
const maxSeeds = 40;

/**
 * 2 leads after 1, and 3 accepts its entry. The storage of 2 is rolled back to the time before it stood, and 1, which knows
 * nothing of that, returns. 2 stands in the same ballot again before it is linked with 3. The reports of 3 about 2 are lost,
 * but its promise lists that entry.
 *
 * @returns false if the members have acted in another order.
 */
function lostLeadership(seed: number): boolean {
  const mesh = new Mesh(3, seed);
  const { network } = mesh.world;
  const [one, two, three] = [mesh.member(1), mesh.member(2), mesh.member(3)];
  const restore = two.disk.image();
  network.isLost = (from, _to, { type }) => from === three.id && type === 'prepare';
  mesh.world.crash(one);
  for (let ticks = 0; ticks < successionTicks && !two.isLeader; ticks += 1) mesh.run(1);
  const before = three.disk.lastSlot;
  network.isLost = (from) => from === three.id;
  mesh.submit(2);
  mesh.run(2);
  const lost = two.device?.status().promised;
  if (!two.isLeader || lost === undefined || three.disk.lastSlot <= before) return false;
  let isShown = false;
  network.isLost = (from, _to, message) => {
    if (from === two.id) return false;
    if (from === one.id) return ['prepare', 'promise'].includes(message.type);
    if (message.type !== 'promise') return true;
    isShown ||= message.accepted.some(({ ballot }) => isSameBallot(ballot, lost));
    return false;
  };
  mesh.world.crash(two);
  mesh.connectOnly([1, 2]);
  mesh.run(electionTimeoutTicks);
  mesh.world.boot(one);
  mesh.world.rollBack(two, restore, true);
  const standsAgain = (): boolean => isSameBallot(two.disk.promised, lost);
  for (let ticks = 0; ticks < successionTicks && !standsAgain(); ticks += 1) mesh.run(1);
  if (!standsAgain()) return false;
  mesh.connectOnlyAgain([1, 2], [1, 3], [2, 3]);
  for (let ticks = 0; ticks < successionTicks && !isShown; ticks += 1) mesh.run(1);
  if (!isShown) return false;
  mesh.run(1);
  if (!two.isHalted)
    throw new Violation('rollback', `${two.id} proposes again in a ballot in which it has proposed before`);
  return true;
}

/** Whether `message` reports what its sender has seen of the receiver. */
const isReport = (message: Message): boolean => 'yours' in message;

/** @throws Violation unless 2 stops at the report of 3 alone. */
function mustStop(mesh: Mesh): void {
  const [one, two] = [mesh.member(1), mesh.member(2)];
  mesh.world.network.isLost = (from, to, message) =>
    (from === one.id && to === two.id && isReport(message)) || (from === two.id && message.type === 'accept');
  mesh.run(4 * electionTimeoutTicks);
  if (!two.isHalted)
    throw new Violation('rollback', `${two.id} takes what it has lost for a part of what it has done since`);
}

/**
 * The storage of 2 is rolled back to the time before it accepted some slots. It accepts a later one before any report
 * arrives; 3 has not seen that, and reports a lost one.
 */
function lostAccepts(): void {
  const mesh = new Mesh(3, 1);
  const { network } = mesh.world;
  const [two, three] = [mesh.member(2), mesh.member(3)];
  const restore = two.disk.image();
  for (let given = 0; given < 3; given += 1) {
    mesh.submit(1);
    mesh.run(2);
  }
  const lost = two.disk.lastSlot;
  network.isLost = (from, to, message) =>
    (to === two.id && isReport(message)) || (from === two.id && to === three.id && message.type === 'accept');
  mesh.world.rollBack(two, restore, true);
  for (let ticks = 0; ticks < electionTimeoutTicks && two.disk.lastSlot <= lost; ticks += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  if (two.disk.lastSlot <= lost || two.isHalted)
    throw new RangeError('the script diverged: 2 accepts nothing');
  mustStop(mesh);
}

/**
 * The same of a promise: 3 leads for a while, and 2 promises to it, and loses that. 2 promises to 1 in a higher ballot, and
 * accepts in it, before 3 reports the lost promise.
 */
function lostPromise(seed: number): boolean {
  const mesh = new Mesh(3, seed);
  const { network } = mesh.world;
  const [one, two, three] = [mesh.member(1), mesh.member(2), mesh.member(3)];
  const restore = two.disk.image();
  network.isLost = (from, _to, { type }) => from === two.id && type === 'prepare';
  mesh.world.crash(one);
  for (let ticks = 0; ticks < successionTicks && !three.isLeader; ticks += 1) mesh.run(1);
  mesh.world.boot(one);
  const lost = two.disk.promised;
  if (!three.isLeader || lost.replica !== three.id) return false;
  mesh.run(2 * electionTimeoutTicks);
  network.isLost = (from, to, message) =>
    (to === two.id && isReport(message)) || (from === two.id && to === three.id);
  mesh.world.rollBack(two, restore, true);
  mesh.run(electionTimeoutTicks / 4);
  mesh.world.runOn(three, (device) => device.resign());
  for (let ticks = 0; ticks < electionTimeoutTicks && !one.isLeader; ticks += 1) mesh.run(1);
  const before = two.disk.lastSlot;
  for (let ticks = 0; ticks < electionTimeoutTicks && two.disk.lastSlot === before; ticks += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  const isHigher = isHigherBallot(two.disk.promised, lost) && two.disk.lastSlot > before;
  if (!one.isLeader || !isHigher || two.isHalted) return false;
  mustStop(mesh);
  return true;
}

/**
 * 1 leads, and 3 receives nothing of its entry: with the accept of 2 it is decided. The storage of 2 is rolled back to the time
 * before, while 1 is away. 2 votes for 3, as neither knows of the loss.
 *
 * @returns undefined if 2 has stood first.
 */
function leaderAlone(
  seed: number,
  leave: (mesh: Mesh, one: Member) => void,
  back: (mesh: Mesh, one: Member) => void,
): Mesh | undefined {
  const mesh = new Mesh(3, seed);
  const { network } = mesh.world;
  const [one, two, three] = [mesh.member(1), mesh.member(2), mesh.member(3)];
  const restore = two.disk.image();
  const before = one.decidedThrough;
  network.isLost = (from, to) => from === three.id || to === three.id;
  mesh.submit(1);
  mesh.run(2);
  if (one.decidedThrough === before || three.disk.lastSlot > before)
    throw new RangeError('the script diverged: 1 and 2 have decided nothing');
  leave(mesh, one);
  mesh.world.rollBack(two, restore, true);
  network.isLost = (from, _to, { type }) => from === two.id && type === 'prepare';
  for (let ticks = 0; ticks < successionTicks && !three.isLeader; ticks += 1) mesh.run(1);
  if (!three.isLeader || two.isHalted) return undefined;
  back(mesh, one);
  mesh.run(4 * electionTimeoutTicks);
  return mesh;
}

/** 1 was cut off, and reports the lost accept once it is linked again, before anything else is accepted in that slot. */
function leaderCutOff(seed: number): boolean {
  const mesh = leaderAlone(
    seed,
    (cut) => cut.connectOnly([2, 3]),
    (healed) => healed.connectOnlyAgain([1, 2], [1, 3], [2, 3]),
  );
  if (mesh === undefined) return false;
  const two = mesh.member(2);
  if (!two.isHalted) throw new Violation('rollback', `${two.id} votes after the report of a lost accept`);
  if (mesh.member(3).decidedThrough < mesh.member(1).decidedThrough)
    throw new Violation('11 liveness', 'the entry that 2 has lost is not decided again');
  return true;
}

/** 1 crashed: what it had received of 2 was in its memory only, so nobody reports it. Its outbox still has the change. */
function leaderCrashed(seed: number): boolean {
  const mesh = leaderAlone(
    seed,
    ({ world }, one) => world.crash(one),
    ({ world }, one) => world.boot(one),
  );
  if (mesh === undefined) return false;
  const [one, three] = [mesh.member(1), mesh.member(3)];
  if (one.pendingCommands > 0 || one.lastApplied === 0 || three.registers.text() !== one.registers.text())
    throw new Violation('11 liveness', 'the change of the crashed leader is lost');
  return true;
}

export const rollbackScripts: readonly Script[] = [
  {
    name: 'a candidate that was rolled back to the time before its ballot',
    play: () => withSomeSeed(maxSeeds, lostLeadership),
  },
  { name: 'an accept that was rolled back, below a later one', play: lostAccepts },
  {
    name: 'a rolled-back accept that only a leader has received, which was cut off',
    play: () => withSomeSeed(maxSeeds, leaderCutOff),
  },
  {
    name: 'a rolled-back accept that only a leader has received, which crashed',
    play: () => withSomeSeed(maxSeeds, leaderCrashed),
  },
  {
    name: 'a promise that was rolled back, below a later one',
    play: () => withSomeSeed(maxSeeds, lostPromise),
  },
];
