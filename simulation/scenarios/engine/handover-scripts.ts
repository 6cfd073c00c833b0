/** Leaders that hand over: to whom, and that they do. */

import { Violation } from '../../checks/violation.ts';
import type { Member } from '../../world/member.ts';
import type { Script } from '../script.ts';
import { electionTimeoutTicks, Mesh } from '../stage/mesh.ts';

/** 1 resigns. @returns the receiver of its handover, which may hand over at once itself. */
function successorOf(mesh: Mesh): Member {
  const { network } = mesh.world;
  const { isLost } = network;
  let successor: Member | undefined;
  network.isLost = (from, to, message) => {
    if (message.type === 'handover') successor ??= mesh.world.member(to);
    return isLost(from, to, message);
  };
  mesh.world.runOn(mesh.member(1), (device) => device.resign());
  mesh.run(1);
  if (successor === undefined) throw new RangeError('the script diverged: 1 hands nothing over');
  return successor;
}

/** 2 lacks what 3 has. */
function handoverBeside(): void {
  const mesh = new Mesh(3, 1);
  const two = mesh.member(2);
  mesh.world.network.isLost = (_from, to, { type }) =>
    to === two.id && ['propose', 'learned', 'accept'].includes(type);
  for (let given = 0; given < 3; given += 1) {
    mesh.submit(1);
    mesh.run(electionTimeoutTicks / 4);
  }
  if (two.decidedThrough === mesh.member(3).decidedThrough)
    throw new RangeError('the script diverged: 2 lacks nothing');
  if (successorOf(mesh) === two)
    throw new Violation('19 failover', 'a voter that is behind is handed the lead');
}

/** 2 or 3 signs off, and no accept arrives, so that it keeps its vote. */
function handoverAsOneLeaves(leaving: number): void {
  const mesh = new Mesh(3, 1);
  mesh.world.network.isLost = (_from, _to, { type }) => type === 'accept';
  mesh.world.signOff(mesh.member(leaving));
  mesh.run(2);
  if (successorOf(mesh) === mesh.member(leaving))
    throw new Violation('19 failover', 'a voter that signs off is handed the lead');
}

/** 1 leads, and gives its vote to 4. */
function handoverOfVote(): void {
  const mesh = new Mesh(4, 1, 1, 3);
  const voters = [2, 3, 4].map((number) => mesh.member(number).id);
  mesh.world.requestVoters(mesh.member(1), voters);
  mesh.run(2);
  mesh.submit(2);
  mesh.run(electionTimeoutTicks / 4);
  if (mesh.world.ledger.latestConfiguration?.voters.includes(mesh.member(1).id) !== false)
    throw new RangeError('the script diverged: 1 keeps its vote');
  if (mesh.member(2).pendingCommands > 0)
    throw new Violation(
      '19 failover',
      'a leader that gave its vote away leaves the others to find a successor',
    );
}

export const handoverScripts: readonly Script[] = [
  { name: 'a leader resigns, and one of the others is behind', play: handoverBeside },
  {
    name: 'a leader resigns, and one of the others signs off',
    play: () => [2, 3].forEach(handoverAsOneLeaves),
  },
  { name: 'a leader gives its vote away', play: handoverOfVote },
];
