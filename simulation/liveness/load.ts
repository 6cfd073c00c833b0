/**
 * 15. If all reach each other, a large transfer takes at most twice as long as the slowest link needs for it, few bytes
 * are sent twice, and no leader loses its lead over it. 16. A present member gets a vote even under a steady load of
 * commands.
 *
 * Both are checked in the liveness phase, once all has settled.
 */

import { entryBytes } from '#shared/paxos/model/entry.ts';
import { slot } from '#shared/paxos/model/ids.ts';
import { defaultLimits } from '#shared/paxos/model/limits.ts';
import { defaultPolicyLimits, maxChosenVoters } from '#shared/replica/voters/voter-policy.ts';
import { Violation } from '../checks/violation.ts';
import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import { tickTime } from '../world/agenda.ts';
import type { Member } from '../world/member.ts';
import { maxMembers, type World } from '../world/world.ts';

/** The allowed time of a transfer, as a multiple of its time on an idle link. */
const maxTimesIdeal = 2;

/** The allowed bytes, as a multiple of the needed ones: requests and a lost lead aside, nothing is sent twice. */
const maxTimesNeeded = 1.25;

/** The size of one transfer, in ticks of bandwidth. */
const transferTicks = 120;

/** Commands per tick of the slowest clock while newcomers wait for votes, at most: most get a slot each. */
const maxCommandsPerTick = 8;

/** Delays of messages and storage meanwhile, in ticks. */
const briskDelay = 0.02;

/** @throws Violation of rule 15. */
export function assertTransfers(world: World, workload: Workload, random: Random, beat: () => void): void {
  const { links } = world.plan;
  const submitter = random.pick(world.running.filter(({ isHalted }) => !isHalted));
  if (links === undefined || submitter === undefined) return;
  assertSubmission(world, workload, submitter, beat);
  if (world.members.length < maxMembers) assertNewcomer(world, beat);
}

function assertSubmission(world: World, workload: Workload, submitter: Member, beat: () => void): void {
  const { bytesPerTick = 0, bodyBytes = 0 } = world.plan.links ?? {};
  const partners = partnersOf(world);
  const { network, leaderships } = world;
  const submittedBefore = network.bulkBytes('submit');
  const proposedBefore = network.bulkBytes('propose') + network.bulkBytes('learned');
  const from = world.ledger.chosenThrough;
  world.trace(() => `${submitter.id} submits much at once`);
  for (let bytes = 0; bytes < transferTicks * bytesPerTick; bytes += bodyBytes)
    workload.submitLarge(submitter);
  const isDone = () =>
    partners.every(({ pendingCommands, decidedThrough }) => {
      return pendingCommands === 0 && decidedThrough === world.ledger.chosenThrough;
    });
  const began = world.agenda.now;
  while (submitter.pendingCommands > 0 || !isDone()) {
    beat();
    const hops = submitter.isLeader ? 1 : 2;
    const allowed = maxTimesIdeal * hops * (transferTicks + bodyBytes / bytesPerTick) + slackTicks(world);
    if (world.agenda.now - began > allowed * tickTime)
      throw new Violation(
        '15 transfer',
        `${submitter.id} submits for more than ${Math.round(allowed)} ticks`,
      );
  }
  if (world.leaderships !== leaderships)
    throw new Violation('15 transfer', `a new leader while ${submitter.id} submits`);
  const bytes = bytesChosenSince(world, from);
  // Every present member receives it, including those that have sent nothing yet.
  const copies = world.running.length - 1;
  assertSent('to the leader', network.bulkBytes('submit') - submittedBefore, bytes, 4 * bodyBytes);
  const proposed = network.bulkBytes('propose') + network.bulkBytes('learned') - proposedBefore;
  assertSent('by the leader', proposed, copies * bytes, copies * 4 * bodyBytes);
}

/** A newcomer learns everything at the rate of its link. */
function assertNewcomer(world: World, beat: () => void): void {
  const bytes = bytesChosenSince(world, 0);
  const { network } = world;
  const sentBytes = () => network.bulkBytes('learned') + network.bulkBytes('snapshot');
  const before = sentBytes();
  const newcomer = world.addMember();
  world.trace(() => `${newcomer.id} comes, and has ${bytes} bytes to learn`);
  const began = world.agenda.now;
  const allowed = maxTimesIdeal * idealTicks(world, bytes) + slackTicks(world);
  const goal = world.ledger.chosenThrough;
  while (newcomer.decidedThrough < goal) {
    beat();
    if (world.agenda.now - began > allowed * tickTime)
      throw new Violation('15 transfer', `${newcomer.id} learns for more than ${Math.round(allowed)} ticks`);
  }
  const { bodyBytes = 0 } = world.plan.links ?? {};
  assertSent(`to ${newcomer.id}`, sentBytes() - before, bytes, world.members.length * 4 * bodyBytes);
}

/** The ticks in which an idle link brings `bytes`, in chunks of a snapshot that are requested one by one. */
export function idealTicks(world: World, bytes: number): number {
  const { limits, links } = world.plan;
  if (links === undefined) return 0;
  const { snapshotChunkBytes } = { ...defaultLimits, ...limits };
  const requests = Math.ceil(bytes / snapshotChunkBytes);
  return bytes / links.bytesPerTick + requests * 2 * links.latency;
}

function assertSent(where: string, sent: number, needed: number, slack: number): void {
  if (sent > maxTimesNeeded * needed + slack)
    throw new Violation('15 transfer', `${sent} bytes are sent ${where}, where ${needed} would do`);
}

/** @throws Violation of rule 16. */
export function assertPromotion(world: World, workload: Workload, slowest: number, beat: () => void): void {
  const { limits, links } = world.plan;
  const { everyTicks, settledLinkTicks } = { ...defaultPolicyLimits, ...world.plan.policy };
  const isFast = (limits.windowSlots ?? 64) >= 16 && links === undefined;
  const voters = () => world.ledger.latestConfiguration?.voters.length ?? 0;
  // The next odd number.
  const enough = voters() + 1 + (voters() % 2);
  if (!isFast || everyTicks === Number.POSITIVE_INFINITY || enough > maxChosenVoters) return;
  const leader = world.running.find(({ isLeader }) => isLeader);
  if (leader === undefined) return;
  const missing = enough - partnersOf(world).length;
  if (world.members.length + missing > maxMembers) return;
  for (let added = 0; added < missing; added += 1) world.addMember();
  world.network.weather = { ...world.network.weather, messageDelay: briskDelay };
  world.writeDelay = Math.min(world.writeDelay, briskDelay);
  const { heartbeatTicks = 10 } = limits;
  // At a higher rate, a leader that hears of its learners once per round considers them too far behind for proposals.
  const { maxSlotsAhead = 256 } = limits;
  const commandsPerTick = Math.min(maxCommandsPerTick, maxSlotsAhead / (heartbeatTicks + 2));
  // The age of the link, the turn of the policy, and a few rounds for the first heartbeat and the change itself.
  const ticks = settledLinkTicks + 2 * everyTicks + 12 * heartbeatTicks;
  const deadline = world.agenda.now + ticks * slowest;
  world.trace(() => `${leader.id} submits without a pause, until ${enough} vote`);
  let next = world.agenda.now;
  while (voters() < enough) {
    if (world.agenda.now > deadline)
      throw new Violation('16 promotion', `${voters()} vote, after ${ticks} ticks with commands in each`);
    if (world.agenda.now >= next) {
      workload.submit(leader);
      next += slowest / commandsPerTick;
    }
    beat();
  }
}

function partnersOf(world: World): readonly Member[] {
  const { number } = world.generations.latest;
  return world.running.filter(({ generation, isHalted }) => generation === number && !isHalted);
}

/** Bytes of the entries chosen after the slot `from`. */
export function bytesChosenSince(world: World, from: number): number {
  let bytes = 0;
  for (let at = from + 1; at <= world.ledger.chosenThrough; at += 1) {
    const entry = world.ledger.chosen(slot(at))?.entry;
    if (entry !== undefined) bytes += entryBytes(entry);
  }
  return bytes;
}

/** Time for the first heartbeat, the storage, and a request or two: heartbeat rounds of the slowest clock. */
function slackTicks(world: World): number {
  const { heartbeatTicks = 10 } = world.plan.limits;
  return 8 * heartbeatTicks * world.plan.skew;
}
