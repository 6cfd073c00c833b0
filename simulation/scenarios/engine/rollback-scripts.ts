/** Histories of a storage that was rolled back, in which a single message shows the loss. */

import { isSameBallot } from '#shared/paxos/model/ballot.ts';
import { Violation } from '../../checks/violation.ts';
import type { Script } from '../script.ts';
import { electionTimeoutTicks, Mesh } from '../stage/mesh.ts';

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

function lostLeaderships(): void {
  for (let seed = 1; seed <= maxSeeds; seed += 1) if (lostLeadership(seed)) return;
  throw new RangeError('the script diverged: no promise lists an entry in the ballot of its candidate');
}

export const rollbackScripts: readonly Script[] = [
  { name: 'a candidate that was rolled back to the time before its ballot', play: lostLeaderships },
];
