/**
 * Histories of a steady load, on links with a latency or with a steady loss: what has arrived or is decided makes room
 * for more. And large transfers over slow links: nothing is sent again while it may be in transit.
 */

import { Violation } from '../../checks/violation.ts';
import { measureTransfer, type TransferKind, transferKinds } from '../../slow-links/transfers.ts';
import type { Script } from '../script.ts';
import { calmPlan, Mesh } from '../stage/mesh.ts';

/** In each direction, in ticks: 150 ms. */
const latency = 3;

/** Wide enough to cost no time. */
const links = { bytesPerTick: 1_000_000, latency, chunkBytes: 100_000, bodyBytes: 0 };

/** `number` submits `perTick` commands per tick for `ticks`, or until `isOver`. */
function load(mesh: Mesh, number: number, perTick: number, ticks: number, isOver = () => false): void {
  for (let given = 0; given < ticks * perTick && !isOver(); given += 1) {
    mesh.submit(number);
    mesh.run(1 / perTick);
  }
}

/**
 * A report takes half a round to and fro, in which the leader decides more slots than its window has. The others get
 * votes all the same.
 */
function promotionUnderLoad(): void {
  const plan = { ...calmPlan(1, 3), policy: {}, writeDelay: 0.002, links };
  const mesh = new Mesh(3, 1, { plan });
  const voters = () => mesh.world.ledger.latestConfiguration?.voters.length ?? 0;
  load(mesh, 1, 14, 200, () => voters() > 1);
  if (voters() === 1) throw new Violation('16 promotion', '1 votes, after 200 ticks with a steady load');
}

/** 2 submits more bytes in total than may be undecided at once. */
function submissionsUnderLoad(): void {
  const limits = { maxUndecidedSubmitBytes: 1_200 };
  const mesh = new Mesh(2, 1, { plan: { ...calmPlan(1, 2), limits, links } });
  load(mesh, 2, 2, 60);
  mesh.run(4 * latency);
  const { pendingCommands } = mesh.member(2);
  if (pendingCommands > 0)
    throw new Violation('15 transfer', `${pendingCommands} commands of 2 are late on an idle link`);
}

/** 1 and 2 submit more bytes in total than the leader's queue may hold at once. */
function queueUnderLoad(): void {
  const limits = { maxQueuedBytes: 200 };
  const mesh = new Mesh(2, 1, { plan: { ...calmPlan(1, 2), limits } });
  for (const number of [1, 2]) {
    load(mesh, number, 2, 60);
    mesh.run(60);
    const { pendingCommands } = mesh.member(number);
    if (pendingCommands > 0)
      throw new Violation(
        '15 transfer',
        `${pendingCommands} commands of ${number} find no room in an idle queue`,
      );
  }
}

/** 1 proposes more bytes in total than may be in flight to each voter at once. */
function proposalsUnderLoad(): void {
  const limits = { maxInFlightBytes: 4_000, markBytes: 400 };
  const mesh = new Mesh(3, 1, { plan: { ...calmPlan(1, 3), limits, links } });
  mesh.world.requestVoters(
    mesh.member(1),
    mesh.world.members.map(({ id }) => id),
  );
  mesh.run(60);
  load(mesh, 1, 2, 60);
  mesh.run(4 * latency);
  const { pendingCommands } = mesh.member(1);
  if (pendingCommands > 0)
    throw new Violation('15 transfer', `${pendingCommands} commands of 1 are late on idle links`);
}

/** A tenth of all messages, and the wait of a command that a few of these losses hit, in ticks, at most. */
const steadyLoss = { lossProbability: 0.1, allowedTicks: 100 };

/** 3 submits one command after another, while messages are lost and disks are slow all the time. */
function steadyLosses(seed: number): void {
  const mesh = new Mesh(3, seed);
  const { world } = mesh;
  const { lossProbability, allowedTicks } = steadyLoss;
  world.network.weather = { ...world.network.weather, lossProbability };
  world.writeDelay = 2;
  for (let given = 0; given < 60; given += 1) {
    mesh.submit(3);
    for (let ticks = 0; mesh.member(3).pendingCommands > 0; ticks += 1) {
      if (ticks === allowedTicks)
        throw new Violation('11 liveness', `a command of 3 waits for ${ticks} ticks under a steady loss`);
      mesh.run(1);
    }
  }
}

/**
 * With the real limits: a message of 200 KB takes 32 ticks, three times the first wait for a reply. The allowed time is
 * that of rule 15, and everything except heartbeats and requests is sent once. At most 512 KiB wait in a link, and one
 * message more.
 */
const slowLinks = { mbitPerSecond: 1, maxTimesIdeal: 2, maxTimesNeeded: 1.1, maxWaitingBytes: 750_000 };

function slowTransfer(kind: TransferKind): void {
  const { mbitPerSecond, maxTimesIdeal, maxTimesNeeded, maxWaitingBytes } = slowLinks;
  const transfer = measureTransfer(kind, mbitPerSecond);
  const {
    seconds = Number.POSITIVE_INFINITY,
    idealSeconds,
    sentBytes,
    neededBytes,
    mostWaitingBytes,
  } = transfer;
  const fail = (what: string): never => {
    throw new Violation('15 transfer', `${kind}: ${what}`);
  };
  if (seconds > maxTimesIdeal * idealSeconds) fail(`${seconds} s, where ${idealSeconds} would do`);
  if (sentBytes > maxTimesNeeded * neededBytes) fail(`${sentBytes} bytes, where ${neededBytes} would do`);
  if (mostWaitingBytes > maxWaitingBytes) fail(`${mostWaitingBytes} bytes wait in one link`);
  if (transfer.leaderships > 0) fail(`${transfer.leaderships} new leaders meanwhile`);
}

export const loadScripts: readonly Script[] = [
  { name: 'newcomers under a steady load', play: promotionUnderLoad },
  { name: 'submissions under a steady load', play: submissionsUnderLoad },
  { name: 'a queue under a steady load', play: queueUnderLoad },
  { name: 'proposals under a steady load', play: proposalsUnderLoad },
  { name: 'a steady loss and slow disks', play: () => [1, 3].forEach(steadyLosses) },
  ...transferKinds.map((kind) => ({ name: `${kind} over a slow link`, play: () => slowTransfer(kind) })),
];
