/**
 * 11. Once faults stop and a majority is connected, every pending command of its members is decided within a bounded
 * number of ticks; and if all reach each other, the leadership then stays with one replica.
 *
 * Only as few members heal as the rule requires: the behaviour of the others must not matter.
 */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { defaultPolicyLimits, maxChosenVoters, silentTicks } from '#shared/replica/voters/voter-policy.ts';
import { Violation } from '../checks/violation.ts';
import { withWrongHints } from '../faults/hints.ts';
import { mayHaveWitness } from '../plan.ts';
import type { Random } from '../random.ts';
import type { Workload } from '../workload.ts';
import { tickTime } from '../world/agenda.ts';
import type { Links } from '../world/connections/links.ts';
import { lenderKnownTo } from '../world/lenders.ts';
import type { Member } from '../world/member.ts';
import type { World } from '../world/world.ts';
import { runEvening } from './evening.ts';
import { assertFailover } from './failover.ts';
import { heal, healAll, needed } from './healing.ts';
import { assertLinks } from './links.ts';
import { assertPromotion, assertTransfers, bytesChosenSince, idealTicks } from './load.ts';

/** Heartbeat rounds within which the healed members must settle everything. */
export const maxSettlingRounds = 150;

/** Heartbeat rounds for which the leadership must not change after that. */
const restRounds = 12;

export interface Healed {
  readonly members: readonly Member[];
  readonly ticks: number;
}

/** Runs the liveness phase. `beat` runs one event. @throws Violation of rule 11. */
export function runLiveness(world: World, workload: Workload, beat: () => void): Healed {
  const random = world.random.fork('liveness');
  const members = heal(world, random);
  world.trace(() => `faults end; healed: ${members.map(({ id }) => id).join(',')} (${world.plan.healing})`);
  const started = world.agenda.now;
  const { heartbeatTicks = 10 } = world.plan.limits;
  const slowest = Math.max(...members.map(({ tickEvery }) => tickEvery));
  const patience = maxSettlingRounds * heartbeatTicks * slowest + transferTime(world);
  for (const member of members) workload.submit(member);
  const settle = (those: readonly Member[]): boolean => {
    const deadline = world.agenda.now + patience;
    while (!areSettled(those, world.links)) {
      if (world.agenda.now > deadline) return false;
      beat();
    }
    return true;
  };
  if (!settle(members)) {
    const noticedAt = started + (silentTicks + 1) * slowest;
    if (!choseUnnoticed(world, members, noticedAt))
      throw new Violation('11 liveness', whatIsPending(members));
    const { present } = world;
    healAll(world);
    if (!settle(present)) throw new Violation('11 liveness', whatIsPending(present));
  }
  const ticks = Math.ceil((world.agenda.now - started) / tickTime);
  world.network.weather = { ...world.network.weather, lossProbability: 0 };
  if (world.plan.healing === 'everyone') {
    assertVoters(world, maxSettlingRounds * heartbeatTicks * slowest, slowest, beat);
    if (world.plan.isCrowded) assertLinks(world, beat);
    const doubtful = withWrongHints(world, random.fork('hints'), beat);
    assertRest(world, restRounds * heartbeatTicks * slowest, doubtful);
    if (!mayHaveWitness(world.plan)) assertTransfers(world, workload, random.fork('transfers'), doubtful);
    if (!mayHaveWitness(world.plan)) assertPromotion(world, workload, slowest, beat);
    assertFailover(world, workload, random.fork('failover'), slowest, beat);
    if (world.plan.rates.signOffs !== undefined) assertSignOff(world, random, slowest, beat);
    const isChosen = { ...defaultPolicyLimits, ...world.plan.policy }.everyTicks < Number.POSITIVE_INFINITY;
    if (isChosen) {
      runEvening(world, world.random.fork('evening'), slowest, beat, {
        needed: (those) => needed(world, those, random, undefined),
        settle: (those) => {
          for (const member of those) workload.submit(member);
          return settle(those);
        },
      });
    }
  }
  // The write that installs a received snapshot waits until that is prepared.
  const storedBy = world.agenda.now + restRounds * heartbeatTicks * slowest;
  while (world.running.some(({ disk }) => disk.isKeptWaiting) && world.agenda.now <= storedBy) beat();
  for (const { id, disk } of world.running) {
    if (disk.isKeptWaiting)
      throw new Violation('4 durable first', `${id} never stores what its engine wrote`);
  }
  return { members, ticks };
}

/** Twice the time to send everything decided or pending over one link. */
function transferTime(world: World): number {
  const { links } = world.plan;
  if (links === undefined) return 0;
  const waiting = world.members.reduce((sum, { pendingCommands }) => sum + pendingCommands, 0);
  const bytes = bytesChosenSince(world, 0) + waiting * (links.bodyBytes + 200);
  return 2 * idealTicks(world, bytes) * tickTime;
}

/**
 * Whether the policy chose the present voters before it could notice that some were excluded, so that no majority
 * exists without these: they failed together with others, as in any change of voters. They must then return.
 */
function choseUnnoticed(world: World, members: readonly Member[], noticedAt: number): boolean {
  const voters = world.ledger.latestConfiguration?.voters ?? [];
  const left = voters.filter((voter) => members.some(({ id }) => id === voter));
  const chosenAt = world.policyRequestedAt.get(voters.join());
  return left.length * 2 <= voters.length && chosenAt !== undefined && chosenAt <= noticedAt;
}

/**
 * A device that signs off in time stops leading, and stops voting if another can take its vote: beside a witness that votes, a
 * member can once it has been linked for as long as a lost voter is waited for.
 */
function assertSignOff(world: World, random: Random, slowest: number, beat: () => void): void {
  const voters = world.ledger.latestConfiguration?.voters ?? [];
  const member = random.pick(world.running.filter(({ id, isHalted }) => voters.includes(id) && !isHalted));
  if (member === undefined || voters.length < 2) return;
  const { heartbeatTicks = 10 } = world.plan.limits;
  const { unreachableTicks } = { ...defaultPolicyLimits, ...world.plan.policy };
  const isWitness = (voter: ReplicaId) => world.member(voter)?.isWitness === true;
  const steadyTicks = voters.some(isWitness) ? unreachableTicks * slowest : 0;
  const deadline = world.agenda.now + maxSettlingRounds * heartbeatTicks * tickTime + steadyTicks;
  world.trace(() => `${member.id} signs off`);
  world.signOff(member);
  // A new link does not carry the sign-offs sent over the last one.
  for (const peer of world.running) {
    if (peer === member) continue;
    world.runOn(peer, (device) => device.stay());
    world.connections.cut(member, peer);
    world.connections.join(member, peer);
  }
  const stillVotes = (): boolean => {
    const present = world.ledger.latestConfiguration?.voters ?? [];
    const { latest } = world.generations;
    const isFree = world.running.some(
      ({ id, generation, isHalted, isWitness }) =>
        !present.includes(id) && generation === latest.number && !isHalted && !isWitness,
    );
    return present.includes(member.id) && (isFree || present.length === 2);
  };
  while (stillVotes() || member.isLeader) {
    if (world.agenda.now > deadline) throw new Violation('11 sign-off', `${member.id} still votes, or leads`);
    beat();
  }
}

/**
 * The policy settles: as many vote as it wants, and no absent voter keeps a vote that a present member could have.
 */
function assertVoters(world: World, time: number, slowest: number, beat: () => void): void {
  const { unreachableTicks = defaultPolicyLimits.unreachableTicks, everyTicks } = {
    ...defaultPolicyLimits,
    ...world.plan.policy,
  };
  if (everyTicks === Number.POSITIVE_INFINITY) return;
  // Some had signed off when the faults ended.
  for (const member of world.running) world.runOn(member, (device) => device.stay());
  const { agenda, generations } = world;
  const deadline = agenda.now + time + 2 * unreachableTicks * slowest;
  const isHere = (voter: ReplicaId) => world.member(voter)?.isGone === false;
  for (;;) {
    const partners = world.running.filter(
      ({ generation, isHalted }) => generation === generations.latest.number && !isHalted,
    );
    const { voters = [], witnesses = [] } = world.ledger.latestConfiguration ?? {};
    const full = partners.filter(({ isWitness }) => !isWitness);
    const lenderOf = (witness: ReplicaId) => full[0] && lenderKnownTo(full[0], world, witness);
    const isUsable = ({ id, isWitness }: Member) =>
      isWitness && lenderOf(id) !== undefined && !full.some((member) => member.id === lenderOf(id));
    const useful = full.length === 2 && partners.some(isUsable) ? 3 : full.length;
    const isLentRightly = witnesses.every((witness) => {
      const lender = lenderOf(witness);
      return lender !== undefined && (lender === witness || !voters.includes(lender));
    });
    const canReplace = useful > voters.filter(isHere).length;
    const hasPlace = full.length < 3 || voters.length > full.length;
    const isBest =
      (voters.every(isHere) || !canReplace) && (witnesses.length === 0 || hasPlace) && isLentRightly;
    const wanted = Math.min(useful, maxChosenVoters);
    if (isBest && voters.length >= wanted - 1 + (wanted % 2)) return;
    if (agenda.now > deadline) {
      const present = partners.map(({ id }) => id).join();
      throw new Violation('13 voters', `${voters.join()} vote, where ${present} are there`);
    }
    beat();
  }
}

function assertRest(world: World, time: number, beat: () => void): void {
  // A voter that has just learned of all this may still be about to start a candidacy.
  const { leaderships, agenda } = world;
  const end = agenda.now + 2 * time;
  let before = leaderships;
  while (agenda.now < end) {
    if (agenda.now < end - time) before = world.leaderships;
    beat();
  }
  if (world.leaderships !== before) {
    throw new Violation('11 rest', `${world.leaderships - before} new leaders while all reach each other`);
  }
}

/**
 * Members of the latest generation have nothing pending; members of earlier generations that can learn of it have
 * stopped. A recovery may still become durable now: on the disk of an excluded member, so that no other learns of it;
 * or on a healed one, in which case members that reached it only through a stopped device learn nothing more.
 */
function areSettled(members: readonly Member[], links: Pick<Links, 'isCut'>): boolean {
  const generation = Math.max(...members.map((member) => member.generation));
  const [partners, others] = [
    members.filter((member) => member.generation === generation),
    members.filter((member) => member.generation !== generation),
  ];
  const through = partners[0]?.decidedThrough;
  return (
    others.every(
      ({ id, isHalted }) => isHalted || partners.every((partner) => links.isCut(id, partner.id)),
    ) && partners.every((member) => member.pendingCommands === 0 && member.decidedThrough === through)
  );
}

function whatIsPending(members: readonly Member[]): string {
  const each = members.map((member) => {
    const status = member.device?.status();
    const role = `generation ${member.generation} ${status?.role} of ${status?.leader.round}.${status?.leader.replica}`;
    return `${member.id} ${role}, ${member.pendingCommands} pending, decided ${member.decidedThrough}`;
  });
  return `nothing settles: ${each.join('; ')}`;
}
