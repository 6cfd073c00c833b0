/**
 * The meaning of one seed: the size of the board, the commands of its clients, and its mix of faults.
 *
 * Each run has some kinds of fault and lacks others ("swarm testing", Groce et al. 2012): a fault that is always
 * present hides bugs that need its absence.
 */

import type { Limits } from '#shared/paxos/model/limits.ts';
import { fullMeshMembers } from '#shared/replica/members/needed-links.ts';
import { maxChosenVoters, type PolicyLimits } from '#shared/replica/voters/voter-policy.ts';
import {
  boundsFrom,
  drainableCommands,
  flowLimitsFrom,
  gatheringFrom,
  outboxFrom,
  quietLimitsFrom,
  replayLimitFrom,
  storageLimitFrom,
} from './plan-limits.ts';
import { type FaultClass, type FaultRates, rarerRatesFrom, ratesFrom, withTimeToLend } from './plan-rates.ts';
import { Random } from './random.ts';

/** Narrows a run down; set on the command line and by shrinking. */
export interface Narrowing {
  readonly without: readonly FaultClass[];
  /** Members at the start, instead of the seed's number. */
  readonly members?: number;
  /** Ticks of the safety phase, instead of the seed's number. */
  readonly ticks?: number;
  /** Commands, at most. */
  readonly commands?: number;
}

export const asSeeded: Narrowing = { without: [] };

/** Links with a bounded bandwidth. */
export interface LinkPlan {
  /** In each direction of each link. */
  readonly bytesPerTick: number;
  /** In ticks. */
  readonly latency: number;
  /** Bytes already being sent, which delay the next message. */
  readonly chunkBytes: number;
  /** The size of a writing command. */
  readonly bodyBytes: number;
}

export interface Plan {
  readonly seed: number;
  readonly members: number;
  /** How many of the members vote at first. */
  readonly voters: number;
  readonly limits: Partial<Limits>;
  /** Ticks of the safety phase. */
  readonly ticks: number;
  /** Whether faults wait until the first voters vote. */
  readonly settledFirst: boolean;
  /** In the mean, in ticks. */
  readonly messageDelay: number;
  readonly lossProbability: number;
  readonly repetitionProbability: number;
  /** Whether messages between two members keep their order. */
  readonly inOrder: boolean;
  /** Whether a message outlives its link, and the incarnations at both its ends. */
  readonly lateMessages: boolean;
  /** Absent where messages have no size. */
  readonly links?: LinkPlan;
  /** Whether messages are encoded and decoded as on the real wire. */
  readonly encoded: boolean;
  /** In the mean, in ticks; 0: confirmed at once. */
  readonly writeDelay: number;
  /** Whether a crash may keep some of the unconfirmed writes. */
  readonly tornGroups: boolean;
  /** The fastest clock runs this much faster than the slowest. */
  readonly skew: number;
  /** Mean ticks between two commands of the whole board. */
  readonly commandGap: number;
  readonly maxCommands: number;
  /** Commands submitted together, at most. */
  readonly burst: number;
  readonly keys: number;
  readonly rates: FaultRates;
  /** Whether the last of the first members is a witness. Others are lent later (`lending`). */
  readonly hasWitness: boolean;
  /** Whether some of the lent votes are on hosts. */
  readonly hasHosts: boolean;
  /** Pending commands of one device, at most; absent: more than a run has. */
  readonly outboxCommands?: number;
  /** The probability that a start ends between two of its slices; absent where devices start at once. */
  readonly brokenStarts?: number;
  /** Until the signatures of a message are checked: in the mean, in ticks; absent where that takes no time. */
  readonly checkDelay?: number;
  /** The probability that a message is lost after the other faults have ended, until all commands are settled. */
  readonly steadyLoss: number;
  /** Whether the board has more members than are all linked directly. */
  readonly isCrowded: boolean;
  /** The voter policy: how often the leader applies it, and its patience. */
  readonly policy: Partial<PolicyLimits>;
  /** In the liveness phase all members heal, or a majority, or only the members that one needs to reach a majority. */
  readonly healing: 'everyone' | 'majority' | 'hub';
}

/** The policy runs only when a member signs off. */
export const noPolicy = { everyTicks: Number.POSITIVE_INFINITY };

export function planFrom(seed: number, narrowing: Narrowing): Plan {
  const random = new Random(`plan ${seed}`);
  // Every value is drawn as without narrowing, so that the other values stay the same.
  const isWithout = (fault: FaultClass): boolean => narrowing.without.includes(fault);
  const amount = (fault: FaultClass, probability: number, least: number, most: number): number => {
    const drawn = random.chance(probability) ? random.scale(least, most) : 0;
    return isWithout(fault) ? 0 : drawn;
  };
  const seededMembers = random.oneOf(1, 2, 3, 3, 3, 4, 5, 5, 6, 7);
  const rarerRates = rarerRatesFrom(seed, isWithout);
  const lendingRate = rarerRates.lending;
  if (lendingRate !== undefined) {
    const persons = isWithout('owners') ? undefined : personsBesideLent(seed);
    if (persons === undefined) delete rarerRates.persons;
    else rarerRates.persons = persons;
  }
  const usualMembers = lendingRate === undefined ? seededMembers : membersBesideLent(seed);
  const crowd = isWithout('crowds') || lendingRate !== undefined ? undefined : crowdFrom(seed);
  const members = narrowing.members ?? crowd ?? usualMembers;
  const isCrowded = members > fullMeshMembers;
  // There, links end and begin by the rule of the mesh.
  if (isCrowded) delete rarerRates.updates;
  const voters = random.chance(0.6) ? members : random.between(1, seededMembers);
  const heartbeatTicks = random.oneOf(4, 6, 10);
  const windowSlots = random.oneOf(1, 2, 4, 16, 64);
  const limits: Partial<Limits> = {
    heartbeatTicks,
    resendTicks: random.oneOf(4, 10),
    candidacyTicks: heartbeatTicks * 4,
    windowSlots,
    maxSlotsAhead: windowSlots + random.oneOf(1, 4, 64),
    snapshotSlots: random.oneOf(3, 16, 64, 4_096),
    retainedSlots: random.oneOf(0, 2, 16, 1_024),
    checkpointSlots: random.oneOf(4, 16),
    maxUndecidedBytes: random.oneOf(2_048, 6 * 1024 * 1024, 6 * 1024 * 1024),
  };
  const links = linksFrom(seed, heartbeatTicks);
  const messageDelay = random.scale(0.02, 3);
  const ticks = Math.floor(random.scale(150, 900));
  const bounds = isWithout('bounds') ? {} : boundsFrom(seed);
  const brokenStarts = isWithout('brokenStarts') ? undefined : brokenStartsFrom(seed);
  const checkDelay = isWithout('lateChecks') ? undefined : checkDelayFrom(seed);
  const outboxCommands = isWithout('fullOutboxes') ? undefined : outboxFrom(seed);
  const plan = {
    seed,
    members,
    voters: Math.min(voters, isCrowded ? maxChosenVoters : members),
    limits: {
      ...limits,
      ...flowLimitsFrom(seed, links),
      ...storageLimitFrom(seed),
      ...quietLimitsFrom(seed),
      ...gatheringFrom(seed),
      ...(brokenStarts === undefined ? {} : replayLimitFrom(seed)),
      ...bounds,
    },
    ticks: narrowing.ticks ?? (isCrowded ? Math.ceil(ticks / 2) : ticks),
    settledFirst: random.chance(0.7),
    messageDelay,
    lossProbability: amount('loss', 0.5, 0.002, 0.3),
    repetitionProbability: amount('repetition', 0.4, 0.005, 0.3),
    inOrder: !random.chance(0.6) || isWithout('reordering'),
    lateMessages: random.chance(0.5),
    encoded: new Random(`plan ${seed}/wire`).chance(0.2),
    hasHosts:
      lendingRate !== undefined && !isWithout('hosts') && new Random(`plan ${seed}/hosts`).chance(0.5),
    steadyLoss: isWithout('steadyLoss') ? 0 : steadyLossFrom(seed),
    ...(outboxCommands === undefined ? {} : { outboxCommands }),
    ...(brokenStarts === undefined ? {} : { brokenStarts }),
    ...(checkDelay === undefined ? {} : { checkDelay }),
    writeDelay: random.chance(0.2) ? 0 : random.scale(0.02, 3),
    tornGroups: random.chance(0.7),
    skew: Math.max(1, amount('skew', 0.5, 1.02, 2)),
    commandGap: random.scale(0.3, 20),
    maxCommands: Math.min(narrowing.commands ?? Number.MAX_SAFE_INTEGER, drainableCommands(bounds)),
    burst: random.oneOf(1, 1, 3, 12),
    keys: random.between(1, 4),
    rates: ratesFrom(random, isWithout),
    healing: random.oneOf('everyone', 'majority', 'majority', 'hub'),
  } as const;
  const rates = withTimeToLend(seed, { ...plan.rates, ...rarerRates });
  const policy = policyFrom(seed, rates, isCrowded);
  const hasWitness =
    lendingRate === undefined &&
    !isCrowded &&
    members >= 3 &&
    new Random(`plan ${seed}/witnesses`).chance(0.25) &&
    !isWithout('witnesses');
  if (links === undefined) return { ...plan, rates, policy, hasWitness, isCrowded };
  // A third of a link's bandwidth: a higher load never drains.
  const leastGap = (3 * ((plan.burst + 1) / 2) * (links.bodyBytes + 200)) / links.bytesPerTick;
  return {
    ...plan,
    rates,
    policy,
    hasWitness,
    isCrowded,
    links,
    commandGap: Math.max(plan.commandGap, leastGap),
  };
}

function brokenStartsFrom(seed: number): number | undefined {
  const random = new Random(`plan ${seed}/starts`);
  return random.chance(0.3) ? random.oneOf(0.2, 0.5) : undefined;
}

function checkDelayFrom(seed: number): number | undefined {
  const random = new Random(`plan ${seed}/checks`);
  return random.chance(0.25) ? random.scale(0.02, 0.5) : undefined;
}

function steadyLossFrom(seed: number): number {
  const random = new Random(`plan ${seed}/steady loss`);
  return random.chance(0.2) ? random.scale(0.005, 0.1) : 0;
}

/** The members of a board on which not all are linked directly; undefined on most boards. */
function crowdFrom(seed: number): number | undefined {
  const random = new Random(`plan ${seed}/crowd`);
  return random.chance(0.05) ? random.between(9, 12) : undefined;
}

/** A lent vote counts where two members keep the board without its lender. */
function membersBesideLent(seed: number): number {
  return new Random(`plan ${seed}/members`).oneOf(2, 3, 3, 3, 4);
}

/** The mean ticks between two events around persons and owners on a board with lent votes; undefined on most. */
function personsBesideLent(seed: number): number | undefined {
  const random = new Random(`plan ${seed}/owners`);
  return random.chance(0.4) ? random.scale(5, 60) : undefined;
}

/** Whether some members may be witnesses. */
export function mayHaveWitness({ hasWitness, rates }: Pick<Plan, 'hasWitness' | 'rates'>): boolean {
  return hasWitness || rates.lending !== undefined;
}

/** The time for one command to pass, and for a burst longer than any timeout. */
function linksFrom(seed: number, heartbeatTicks: number): LinkPlan | undefined {
  const random = new Random(`plan ${seed}/links`);
  if (!random.chance(0.15)) return undefined;
  const bytesPerTick = random.scale(400, 6_000);
  return {
    bytesPerTick,
    latency: random.scale(0.02, 1),
    chunkBytes: Math.ceil(bytesPerTick * random.scale(0.1, heartbeatTicks / 4)),
    bodyBytes: Math.ceil(bytesPerTick * random.scale(0.5, 6)),
  };
}

/** Without this periodic check, a device that signs off or is removed could keep its vote forever. */
function policyFrom(
  seed: number,
  { signOffs, removals, lending, persons }: FaultRates,
  isCrowded: boolean,
): Partial<PolicyLimits> {
  const random = new Random(`plan ${seed}/policy`);
  const isNeeded = [signOffs, removals, lending, persons].some((rate) => rate !== undefined);
  const isOn = random.chance(0.4) || isNeeded || isCrowded;
  if (!isOn) return noPolicy;
  const drawnTicks = random.oneOf(60, 200, 1_200);
  // A lent vote waits for it twice: for its place, and to give it back.
  const unreachableTicks = lending === undefined ? drawnTicks : Math.min(drawnTicks, 120);
  return random.chance(0.5)
    ? { unreachableTicks, longLostTicks: 2 * unreachableTicks }
    : { unreachableTicks };
}
