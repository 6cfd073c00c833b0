/** Histories of a device whose state goes wrong, and of reports that come late. */

import { Violation } from '../../checks/violation.ts';
import type { Script } from '../script.ts';
import { calmPlan, electionTimeoutTicks, Mesh } from '../stage/mesh.ts';

const checkpointSlots = 4;

/** For a round of heartbeats. */
const roundTicks = 12;

/**
 * 2 has a wrong state. It hears of 1's state after two checkpoints; of 3, which learns nothing after the first one, it
 * hears last: the two agree about a state that is not the latest of 1 and 2.
 */
function lateReport(): void {
  const limits = { checkpointSlots };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), policy: {}, limits } });
  const [one, two, three] = [mesh.member(1), mesh.member(2), mesh.member(3)];
  const { network } = mesh.world;
  mesh.run(12 * electionTimeoutTicks);
  must(mesh.world.ledger.latestConfiguration?.voters.length === 3 && one.isLeader, 'not all vote');
  const untilCheckpoint = (): void => {
    do {
      mesh.submit(1);
      mesh.run(2);
    } while (one.decidedThrough % checkpointSlots > 0);
    mesh.run(roundTicks);
  };
  network.isLost = (from, to, { type }) => from === three.id && to === two.id && type.startsWith('heartbeat');
  two.hasDiverged = true;
  two.registers.spoil();
  untilCheckpoint();
  must(three.decidedThrough === one.decidedThrough, '3 lags');
  network.isLost = (from, to) => from === three.id || to === three.id;
  untilCheckpoint();
  must(two.decidedThrough === one.decidedThrough && !two.isHalted, '2 has stopped, or lags');
  network.isLost = (from, to) => to === three.id || (from === three.id && to === one.id);
  mesh.run(2 * roundTicks);
  if (!two.isHalted) throw new Violation('26 divergence', '2 continues with a wrong state');
}

/** The history must have happened as described, or it proves nothing. */
function must(isSo: boolean, what: string): void {
  if (!isSo) throw new RangeError(`the script diverged: ${what}`);
}

export const divergenceScripts: readonly Script[] = [
  { name: 'a wrong state, and a report that comes late', play: lateReport },
];
