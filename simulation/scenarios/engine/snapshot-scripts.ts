/** Histories of snapshots that take many messages. */

import { Violation } from '../../checks/violation.ts';
import type { Script } from '../script.ts';
import { calmPlan, Mesh } from '../stage/mesh.ts';
import { withSomeSeed } from '../stage/some-seed.ts';

/** Ticks within which a newcomer has a snapshot of some dozens of chunks, of which it receives two in three. */
const maxTransferTicks = 1_500;

/** Seeds to try until the history occurs: chance decides when a due snapshot is taken. */
const maxSeeds = 40;

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

/**
 * Of 1 and 2 only one still has the log after the last slot of 3. 3 takes some chunks of the snapshot of the other one, and then
 * learns those slots and later ones from the log: it needs that snapshot no more.
 *
 * @returns false if both have removed the log at once.
 */
function overtakenSnapshot(seed: number): boolean {
  const limits = { snapshotSlots: 12, retainedSlots: 2, snapshotChunkBytes: chunkBytes };
  const mesh = new Mesh(3, seed, { plan: { ...calmPlan(seed, 3), limits } });
  const three = mesh.member(3);
  const needs = three.decidedThrough;
  mesh.connectOnly([1, 2]);
  const holds = (number: number) => mesh.member(number).disk.compactedThrough <= needs;
  for (let given = 0; given < 40 && holds(1) && holds(2); given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  const [ahead, other] = holds(1) ? [2, 1] : [1, 2];
  if (holds(ahead) || !holds(other)) return false;
  mesh.connectOnlyAgain([3, ahead]);
  const transfer = () => three.device?.status().transfer;
  for (let ticks = 0; ticks < maxTransferTicks && transfer() === undefined; ticks += 0.1) mesh.run(0.1);
  if (transfer() === undefined || three.decidedThrough !== needs || !holds(other)) return false;
  const wanted = mesh.member(other).decidedThrough;
  mesh.connectOnlyAgain([3, other]);
  for (let ticks = 0; ticks < maxTransferTicks && three.decidedThrough < wanted; ticks += 1) mesh.run(1);
  if (three.decidedThrough < wanted)
    throw new Violation(
      '11 liveness',
      `${three.id} learns nothing from a log after some chunks of a snapshot`,
    );
  if (transfer() !== undefined)
    throw new Violation('15 transfer', `${three.id} still receives a snapshot that its log has overtaken`);
  return true;
}

/** 3 was away, and has the snapshot of another one; no later one is due. A newcomer reaches only 3. */
function receivedSnapshot(): void {
  const limits = { snapshotSlots: 8, retainedSlots: 0, snapshotChunkBytes: 1_000 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits } });
  const { world } = mesh;
  const three = mesh.member(3);
  mesh.connectOnly([1, 2]);
  for (let given = 0; given < 20; given += 1) {
    mesh.submit(1);
    mesh.run(1);
  }
  mesh.connectOnlyAgain([1, 2], [1, 3], [2, 3]);
  const wanted = mesh.member(1).decidedThrough;
  for (let ticks = 0; ticks < maxTransferTicks && three.decidedThrough < wanted; ticks += 1) mesh.run(1);
  if (three.disk.compactedThrough === 0) throw new RangeError('the script diverged: 3 has the whole log');
  const newcomer = world.addMember();
  for (const number of [1, 2]) world.connections.cut(mesh.member(number), newcomer);
  for (let ticks = 0; ticks < maxTransferTicks; ticks += 10) {
    if (newcomer.decidedThrough >= wanted) return;
    mesh.run(10);
  }
  throw new Violation(
    '11 liveness',
    `${newcomer.id} does not get the snapshot that ${three.id} has received`,
  );
}

export const snapshotScripts: readonly Script[] = [
  { name: 'a newcomer, and a snapshot of many chunks', play: manyChunks },
  {
    name: 'a snapshot that is overtaken by the log of another member',
    play: () => withSomeSeed(maxSeeds, overtakenSnapshot),
  },
  { name: 'a newcomer, and a snapshot that its only peer has received', play: receivedSnapshot },
];
