/** Histories of snapshots that take many messages. */

import { Violation } from '../../checks/violation.ts';
import type { Script } from '../script.ts';
import { calmPlan, Mesh } from '../stage/mesh.ts';

/** Ticks within which a newcomer has a snapshot of some dozens of chunks, of which it receives two in three. */
const maxTransferTicks = 1_500;

const chunkBytes = 20;
const chunksBeforeCut = 5;

/**
 * A newcomer needs a snapshot of many chunks. Every third chunk is lost; and while none arrives, the others take a
 * newer snapshot.
 */
function manyChunks(): void {
  const limits = { snapshotSlots: 4, retainedSlots: 0, snapshotChunkBytes: chunkBytes };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits, policy: {} } });
  const { world } = mesh;
  for (let given = 0; given < 24; given += 1) {
    mesh.submit(1);
    mesh.run(2);
  }
  let chunks = 0;
  let isCut = false;
  world.network.isLost = (_from, _to, { type }) => {
    if (type !== 'snapshot') return false;
    chunks += 1;
    return isCut || chunks % 3 === 0;
  };
  const newcomer = world.addMember();
  for (let ticks = 0; ticks < maxTransferTicks && chunks < chunksBeforeCut; ticks += 1) mesh.run(0.1);
  const { receivedBytes = 0 } = newcomer.device?.status().transfer ?? {};
  if (receivedBytes === 0) throw new RangeError('the script diverged: no snapshot is on its way');
  isCut = true;
  for (let given = 0; given < 6; given += 1) {
    mesh.submit(2);
    mesh.run(2);
  }
  isCut = false;
  const wanted = mesh.member(2).decidedThrough;
  for (let ticks = 0; ticks < maxTransferTicks; ticks += 10) {
    if (newcomer.decidedThrough >= wanted) return;
    mesh.run(10);
  }
  throw new Violation('11 liveness', `${newcomer.id} has no snapshot after ${maxTransferTicks} ticks`);
}

export const snapshotScripts: readonly Script[] = [
  { name: 'a newcomer, and a snapshot of many chunks', play: manyChunks },
];
