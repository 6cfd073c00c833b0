/**
 * Ballot Leader Election with quorum connectivity.
 *
 * Source: Ng, Haridi & Carbone, "Omni-Paxos: Breaking the Barriers of Partial Connectivity" (2023), section 5. In each
 * round a voter collects `(ballot, leader, happy)` from the voters that it reaches. It takes over only if it is
 * unhappy, all of them are unhappy, and they form a majority with it. A leader therefore needs only a connected
 * majority, neither the most recent log nor a full mesh, and voters with a working leader do not disturb it.
 *
 * Two candidates cannot starve each other: a rejected candidate does not retry at once. It waits for a later round, in
 * which it sees the other's ballot, and after each failed candidacy for a random, growing time.
 */

import {
  type Ballot,
  ballotAbove,
  higherBallot,
  isHigherBallot,
  isSameBallot,
  noBallot,
} from '../model/ballot.ts';
import { type Configuration, isQuorum, isVoter } from '../model/configuration.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';
import { type Limits, replyLifetimeRounds } from '../model/limits.ts';

/** The state that a voter reported in a heartbeat reply. */
export interface Standing {
  readonly ballot: Ballot;
  readonly leader: Ballot;
  readonly happy: boolean;
}

/** The action at the end of a round. `idle` within a round. */
export type ElectionStep =
  | { readonly type: 'idle' }
  | { readonly type: 'round' }
  /** Stand for election in `ballot`. */
  | { readonly type: 'takeOver'; readonly ballot: Ballot }
  /** This replica's own leadership has lost its majority, or was outranked. */
  | { readonly type: 'stepDown' };

/** The election's view of the rest of the replica at the end of a round. */
export interface ElectionView {
  /** In force for the next slot; undefined in a newcomer. */
  readonly configuration: Configuration | undefined;
  /** The slot that chose the configuration: this replica stands in ballots of that epoch. */
  readonly epoch: Slot;
  /** Whether this replica is leader or candidate. */
  readonly proposing: boolean;
  /** The highest ballot promised: a takeover needs a higher one. */
  readonly promised: Ballot;
  /** Whether this replica can lead: its storage responds, and it is no witness. */
  readonly fit: boolean;
}

/** Consecutive happy rounds without an own candidacy, after which the backoff is reset. */
export const calmRounds = 8;

/** Failed candidacies after which the backoff stops growing. */
const maxBackoffDoublings = 5;

interface Reply {
  readonly round: number;
  readonly standing: Standing;
}

export class Election {
  readonly #id: ReplicaId;
  readonly #limits: Limits;
  readonly #random: () => number;
  readonly #nonce: number;
  readonly #replies = new Map<ReplicaId, Reply>();
  #round = 0;
  #ticksLeft: number;
  #ticksToWait = 0;
  #ticksToAbstain = 0;
  failedCandidacies = 0;
  #happyRounds = 0;
  /** The ballot that this replica leads with or last stood with; deliberately none after a restart. */
  #ballot = noBallot;
  #leader = noBallot;
  #happy = false;

  /** `random` returns numbers in [0, 1). */
  constructor(id: ReplicaId, limits: Limits, random: () => number) {
    this.#id = id;
    this.#limits = limits;
    this.#random = random;
    this.#nonce = Math.floor(random() * 2 ** 32);
    this.#ticksLeft = 1 + Math.floor(random() * limits.heartbeatTicks);
  }

  get round(): number {
    return this.#round;
  }

  get nonce(): number {
    return this.#nonce;
  }

  /** The highest ballot known to lead or stand. */
  get leader(): Ballot {
    return this.#leader;
  }

  get happy(): boolean {
    return this.#happy;
  }

  get standing(): Standing {
    return { ballot: this.#ballot, leader: this.#leader, happy: this.#happy };
  }

  /** Whether a majority, this replica included, reports that it follows exactly `ballot`. */
  isFollowed(ballot: Ballot, configuration: Configuration): boolean {
    const followers = new Set([this.#id]);
    for (const [peer, { standing }] of this.#replies) {
      if (isSameBallot(standing.leader, ballot)) followers.add(peer);
    }
    return isQuorum(configuration, followers);
  }

  /** The peers that recently reported to lead, or to reach a working leader: they can forward commands. */
  happyPeers(): readonly ReplicaId[] {
    return [...this.#replies].filter(([, { standing }]) => standing.happy).map(([peer]) => peer);
  }

  /** A ballot was seen in a message. @returns whether it is the highest so far. */
  observe(ballot: Ballot): boolean {
    if (!isHigherBallot(ballot, this.#leader)) return false;
    this.#leader = ballot;
    return true;
  }

  /**
   * `from` replied to the heartbeat of `round`. The reply counts until {@link replyLifetimeRounds} after that round,
   * however late it arrives; a reply to an earlier incarnation does not count.
   */
  noteReply(from: ReplicaId, round: number, nonce: number, standing: Standing): void {
    if (nonce !== this.#nonce || round > this.#round) return;
    const known = this.#replies.get(from);
    if (known === undefined || known.round <= round) this.#replies.set(from, { round, standing });
  }

  /** For a replica without a vote, which sends no heartbeat requests: the state that a voter reported unasked. */
  noteHeartbeat(from: ReplicaId, standing: Standing): void {
    this.observe(standing.leader);
    this.#replies.set(from, { round: this.#round, standing });
  }

  /**
   * The voter `from` has lost `leader` since its last reply. This replica need not ask it again before it stands. If
   * both can lead, `from` is first: it stands with the reply to its heartbeat, and this replica not before its next
   * tick.
   */
  noteLost(from: ReplicaId, leader: Ballot): void {
    const known = this.#replies.get(from);
    if (known === undefined || !isSameBallot(known.standing.leader, leader)) return;
    this.#replies.set(from, { round: known.round, standing: { ...known.standing, happy: false } });
  }

  /** Link-down: the reports of `peer` no longer count. */
  forget(peer: ReplicaId): void {
    this.#replies.delete(peer);
  }

  /**
   * A new generation begins with this replica alone: reports, rivals and waits of the one before are void. As the only
   * voter it stands with the next tick.
   */
  beginGeneration(): void {
    this.#replies.clear();
    this.#leader = noBallot;
    this.#happy = false;
    this.#ticksToWait = 0;
    this.#ticksToAbstain = 0;
    this.failedCandidacies = 0;
    this.#happyRounds = 0;
  }

  /** Ends the round with the next tick, because of a change worth new heartbeats. */
  hurry(): void {
    this.#ticksLeft = Math.min(this.#ticksLeft, 1);
  }

  /**
   * The leader or candidate of `ballot` sent this replica a message. Heartbeats that arrive in this round are answered
   * with that ballot at once: otherwise their senders would stand, too, and two of them without a mutual link would
   * alternate as leader.
   */
  noteLeader(ballot: Ballot): void {
    if (!isSameBallot(ballot, this.#leader) || isSameBallot(ballot, this.#ballot)) return;
    this.#replies.set(ballot.replica, {
      round: this.#round,
      standing: { ballot, leader: ballot, happy: true },
    });
    this.#happy = true;
  }

  /** Does not stand for `rounds` rounds, because it has just handed leadership over. */
  abstain(rounds: number): void {
    this.#ticksToAbstain = rounds * this.#limits.heartbeatTicks;
  }

  /** This replica no longer proposes: it must not look like a working leader. */
  standDown(): void {
    this.#happy = false;
  }

  tick(view: ElectionView): ElectionStep {
    if (this.#ticksToWait > 0) this.#ticksToWait -= 1;
    if (this.#ticksToAbstain > 0) this.#ticksToAbstain -= 1;
    this.#ticksLeft -= 1;
    return this.#ticksLeft > 0 && !this.#knowsEnough(view) ? { type: 'idle' } : this.#nextRound(view);
  }

  /** After each reply: the last awaited one ends the round without waiting for a tick. */
  replied(view: ElectionView): ElectionStep {
    return this.#knowsEnough(view) ? this.#nextRound(view) : { type: 'idle' };
  }

  #nextRound(view: ElectionView): ElectionStep {
    this.#ticksLeft = this.#limits.heartbeatTicks;
    const step = this.#endRound(view);
    this.#happyRounds = this.#happy && step.type !== 'takeOver' ? this.#happyRounds + 1 : 0;
    if (this.#happyRounds >= calmRounds) this.failedCandidacies = 0;
    this.#round += 1;
    return step;
  }

  /** Stands for election at once, whatever the peers report: leadership was handed over to this replica. */
  takeOver(epoch: Slot, promised: Ballot): Ballot {
    this.#ignoreLaterThan(epoch);
    this.leadIn(ballotAbove(higherBallot(this.#leader, promised), epoch, this.#id));
    const doublings = Math.min(this.failedCandidacies, maxBackoffDoublings);
    this.#ticksToWait = Math.ceil(this.#random() * 2 ** doublings * this.#limits.heartbeatTicks);
    this.failedCandidacies += 1;
    this.#happyRounds = 0;
    return this.#ballot;
  }

  /** This replica stands, or continues to lead, in `ballot`. */
  leadIn(ballot: Ballot): void {
    this.#ballot = ballot;
    this.#leader = ballot;
    this.#happy = true;
  }

  /**
   * Whether waiting for the end of the round would only cost time: this replica stands then, as a majority has answered
   * in this round, and nobody whose answer still counts has a working leader. Without this, a new leader takes a whole
   * round more.
   */
  #knowsEnough({ configuration, epoch, fit, proposing }: ElectionView): boolean {
    if (this.#happy || proposing || !fit || this.#ticksToWait + this.#ticksToAbstain > 0) return false;
    if (configuration === undefined || !isVoter(configuration, this.#id) || this.#leader.epoch > epoch)
      return false;
    if (this.#voterReplies(configuration).some((standing) => standing.happy)) return false;
    const answered = [...this.#replies]
      .filter(([, { round }]) => round === this.#round)
      .map(([peer]) => peer);
    return isQuorum(configuration, new Set(answered).add(this.#id));
  }

  #endRound(view: ElectionView): ElectionStep {
    const { configuration, epoch } = view;
    this.#dropOldReplies();
    for (const { standing } of this.#replies.values()) this.observe(standing.leader);
    if (configuration === undefined || !isVoter(configuration, this.#id)) {
      this.#happy = this.#reachesHappyLeader();
      return view.proposing ? { type: 'stepDown' } : { type: 'round' };
    }
    this.#ignoreLaterThan(epoch);
    const mine = isSameBallot(this.#leader, this.#ballot) && view.proposing;
    this.#happy = mine ? this.#hasFollowers(configuration) : this.#reachesHappyLeader();
    if (view.proposing && !(mine && this.#happy)) return { type: 'stepDown' };
    if (this.#happy || !view.fit || this.#ticksToWait + this.#ticksToAbstain > 0) return { type: 'round' };
    const reached = new Set(this.#replies.keys()).add(this.#id);
    const allUnhappy = this.#voterReplies(configuration).every((standing) => !standing.happy);
    if (!allUnhappy || !isQuorum(configuration, reached)) return { type: 'round' };
    return { type: 'takeOver', ballot: this.takeOver(epoch, view.promised) };
  }

  /**
   * A voter that has not learned the configuration of a later epoch can neither follow a leader of that epoch nor
   * outrank it. Until it has, it follows the highest ballot of its own epoch.
   */
  #ignoreLaterThan(epoch: Slot): void {
    if (this.#leader.epoch <= epoch) return;
    this.#leader = this.#ballot;
    for (const { standing } of this.#replies.values()) {
      if (standing.leader.epoch <= epoch) this.observe(standing.leader);
    }
  }

  #dropOldReplies(): void {
    for (const [peer, reply] of this.#replies) {
      if (this.#round - reply.round >= replyLifetimeRounds) this.#replies.delete(peer);
    }
  }

  #voterReplies(configuration: Configuration): readonly Standing[] {
    const standings: Standing[] = [];
    for (const [peer, reply] of this.#replies) {
      if (isVoter(configuration, peer)) standings.push(reply.standing);
    }
    return standings;
  }

  /** Whether the reached peers that follow this leader, or no higher one, form a majority with it. */
  #hasFollowers(configuration: Configuration): boolean {
    const followers = new Set([this.#id]);
    for (const [peer, { standing }] of this.#replies) {
      if (!isHigherBallot(standing.leader, this.#ballot)) followers.add(peer);
    }
    return isQuorum(configuration, followers);
  }

  #reachesHappyLeader(): boolean {
    const reply = this.#replies.get(this.#leader.replica);
    return reply?.standing.happy === true && isSameBallot(reply.standing.ballot, this.#leader);
  }
}
