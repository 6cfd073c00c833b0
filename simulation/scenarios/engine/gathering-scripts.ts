/**
 * Histories of a leader that gathers accepts: its announcements decide for the others, and its reports are all that others
 * know of a voter's accepts.
 */

import type { MessageType } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { Violation } from '../../checks/violation.ts';
import { tickTime } from '../../world/agenda.ts';
import type { Script } from '../script.ts';
import { electionTimeoutTicks, Mesh } from '../stage/mesh.ts';

/** Long enough to detect a silent leader and for its successor to decide a slot. */
const successionTicks = 12 * electionTimeoutTicks;

/**
 * 1 proposes a command to 5 alone. 2, 3 and 4 do not hear that it leads, and decide another command in that slot. 1
 * learns of it from the log while it still leads: 2, 3 and 4 reply to it, and it has no message of its successor.
 */
function outdatedAnnouncement(): void {
  const mesh = new Mesh(5, 1);
  const { world } = mesh;
  const [one, five] = [mesh.member(1), mesh.member(5)];
  const successors = new Set<ReplicaId>([2, 3, 4].map((number) => mesh.member(number).id));
  const toOne: readonly MessageType[] = ['heartbeatReply', 'learned'];
  const ofOne: readonly MessageType[] = ['heartbeat', 'learn'];
  world.network.isLost = (from, to, { type }) => {
    if (successors.has(from) && to === one.id) return !toOne.includes(type);
    if (from === one.id && successors.has(to)) return !ofOne.includes(type);
    return (from === five.id && successors.has(to)) || (to === five.id && successors.has(from));
  };
  const before = one.decidedThrough;
  mesh.submit(1);
  for (let ticks = 0; ticks < successionTicks && one.decidedThrough === before; ticks += 1) {
    mesh.run(0.5);
    const successor = mesh.leaders().find((number) => successors.has(mesh.member(number).id));
    if (successor !== undefined && world.ledger.chosenThrough === before) mesh.submit(successor);
  }
  if (one.decidedThrough === before) throw new RangeError('the script diverged: 1 learned of nothing');
  mesh.run(1);
  world.network.isLost = () => false;
  mesh.run(successionTicks);
}

/**
 * 1 proposes while it has four links, and 4 and 5 are gone when the accepts arrive. 2 and 3 have sent their accepts to 1
 * alone, so 1 must announce the decision all the same: otherwise they request it, once a heartbeat has reported it.
 */
function announcementToFew(): void {
  const mesh = new Mesh(5, 1);
  const { world } = mesh;
  const one = mesh.member(1);
  const before = one.decidedThrough;
  for (const { id } of world.members)
    world.network.clog(id, one.id, world.agenda.now + 0.7 * electionTimeoutTicks * tickTime);
  let requests = 0;
  world.network.isLost = (_from, _to, { type }) => {
    if (type === 'learn') requests += 1;
    return false;
  };
  mesh.submit(1);
  mesh.run(2);
  for (const number of [4, 5]) world.crash(mesh.member(number));
  for (let ticks = 0; ticks < electionTimeoutTicks && one.decidedThrough === before; ticks += 0.1)
    mesh.run(0.1);
  if (one.decidedThrough === before || one.device?.status().peers.length !== 2)
    throw new RangeError('the script diverged: 1 decided nothing with two links');
  mesh.run(2 * electionTimeoutTicks);
  if (requests > 0) throw new Violation('11 liveness', 'members request a decision that was to be announced');
}

/** 1 decides on other voters, and announces that in the ballot that ends with it: nobody has to request it. */
function announcedVoters(): void {
  const mesh = new Mesh(5, 1);
  const { world } = mesh;
  let requests = 0;
  world.network.isLost = (_from, _to, { type }) => {
    if (type === 'learn') requests += 1;
    return false;
  };
  world.requestVoters(
    mesh.member(1),
    [1, 2, 3].map((number) => mesh.member(number).id),
  );
  mesh.run(2 * electionTimeoutTicks);
  if (world.ledger.latestConfiguration?.voters.length !== 3)
    throw new RangeError('the script diverged: the voters have not changed');
  if (requests > 0)
    throw new Violation('11 liveness', 'members request a change of voters that was to be announced');
}

/** A voter loses an accept that only the leader has received, which has failed since: the others know of it by its reports. */
function lostAcceptOf(number: number): void {
  const mesh = new Mesh(5, 1);
  const { world } = mesh;
  const voter = mesh.member(number);
  const restore = voter.disk.image();
  mesh.submit(1);
  mesh.run(electionTimeoutTicks);
  world.crash(mesh.member(1));
  world.rollBack(voter, restore);
  mesh.run(electionTimeoutTicks);
  if (!voter.isHalted) throw new Violation('rollback', `nobody reports the accept that ${voter.id} has lost`);
}

export const gatheringScripts: readonly Script[] = [
  { name: 'a leader that learns of the decision of another one', play: outdatedAnnouncement },
  { name: 'a decision with fewer links than its proposal had', play: announcementToFew },
  { name: 'a change of voters by a leader that gathers accepts', play: announcedVoters },
  { name: 'a lost accept that a failed leader has reported', play: () => [2, 3, 4, 5].forEach(lostAcceptOf) },
];
