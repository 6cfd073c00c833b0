/**
 * Ballot Leader Election with quorum connectivity: who should lead.
 *
 * Source: Ng, Haridi & Carbone, "Omni-Paxos: Breaking the Barriers of Partial Connectivity" (2023), section 5. In
 * each round a voter collects `(ballot, leader, happy)` from the voters that it reaches. It takes over only if it is
 * unhappy, everyone it reaches is unhappy, and it reaches a majority: so a leader needs a majority to talk to and
 * nothing else, neither the freshest log nor a full mesh, and whoever has a working leader leaves it in peace.
 *
 * Two candidates cannot starve each other: a candidate that is refused does not try again by itself. It waits for
 * a later round, in which it sees the other's ballot, and after each failed candidacy for a random, growing time.
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

/** What a voter said of itself in answer to a heartbeat. */
export interface Standing {
  readonly ballot: Ballot;
  readonly leader: Ballot;
  readonly happy: boolean;
}

/** What the end of a round asks for. `idle` within a round. */
export type ElectionStep =
  | { readonly type: 'idle' }
  | { readonly type: 'round' }
  /** Stand for election in `ballot`. */
  | { readonly type: 'takeOver'; readonly ballot: Ballot }
  /** This replica's own leadership has lost its majority, or was outranked. */
  | { readonly type: 'stepDown' };

/** What the election needs to know of the rest of the replica at the end of a round. */
export interface ElectionView {
  /** In force for the next slot; absent in a newcomer. */
  readonly configuration: Configuration | undefined;
  /** The slot that chose it: this replica stands in ballots of that epoch. */
  readonly epoch: Slot;
  /** Whether this replica leads, or is in phase 1 of doing so. */
  readonly proposing: boolean;
  /** The highest ballot promised: a takeover has to be above it. */
  readonly promised: Ballot;
  /** Whether it is able to lead: its storage answers. */
  readonly fit: boolean;
}

/** Rounds without a candidacy of its own, all of them happy, after which a replica's patience is renewed. */
const calmRounds = 8;

/** Vain candidacies after which the wait grows no more. */
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
  /** The ballot that this replica leads with or last stood with; none after a restart, on purpose. */
  #ballot = noBallot;
  #leader = noBallot;
  #happy = false;

  /** `random` gives numbers from 0 up to 1. */
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

  /** The highest ballot that this replica has heard of anyone leading or standing with. */
  get leader(): Ballot {
    return this.#leader;
  }

  get happy(): boolean {
    return this.#happy;
  }

  get standing(): Standing {
    return { ballot: this.#ballot, leader: this.#leader, happy: this.#happy };
  }

  /** Whether a majority, with this replica, says that it follows `ballot` and no other. */
  isFollowed(ballot: Ballot, configuration: Configuration): boolean {
    const followers = new Set([this.#id]);
    for (const [peer, { standing }] of this.#replies) {
      if (isSameBallot(standing.leader, ballot)) followers.add(peer);
    }
    return isQuorum(configuration, followers);
  }

  /** The peers that said lately that they lead, or reach a leader that does: they can pass commands on. */
  happyPeers(): readonly ReplicaId[] {
    return [...this.#replies].filter(([, { standing }]) => standing.happy).map(([peer]) => peer);
  }

  /** A ballot was seen in a message. @returns whether it is higher than all before. */
  observe(ballot: Ballot): boolean {
    if (!isHigherBallot(ballot, this.#leader)) return false;
    this.#leader = ballot;
    return true;
  }

  /**
   * `from` answered the heartbeat of `round`. It counts until {@link replyLifetimeRounds} after that round,
   * however late it comes; an answer to an earlier incarnation does not count.
   */
  noteReply(from: ReplicaId, round: number, nonce: number, standing: Standing): void {
    if (nonce !== this.#nonce || round > this.#round) return;
    const known = this.#replies.get(from);
    if (known === undefined || known.round <= round) this.#replies.set(from, { round, standing });
  }

  /** For a replica that asks nobody, as it does not vote: what a voter said of itself unasked. */
  noteHeartbeat(from: ReplicaId, standing: Standing): void {
    this.observe(standing.leader);
    this.#replies.set(from, { round: this.#round, standing });
  }

  /** The link to `peer` is gone: what it said counts no longer. */
  forget(peer: ReplicaId): void {
    this.#replies.delete(peer);
  }

  /** Ends the round with the next tick: something happened that is worth asking about. */
  hurry(): void {
    this.#ticksLeft = Math.min(this.#ticksLeft, 1);
  }

  /**
   * The leader, or candidate, of `ballot` speaks to this replica itself. Whoever asks meanwhile is to hear at once that
   * there is one: else it would stand, too, and two that do not hear each other would take the lead in turns.
   */
  hearLeader(ballot: Ballot): void {
    if (!isSameBallot(ballot, this.#leader) || isSameBallot(ballot, this.#ballot)) return;
    this.#replies.set(ballot.replica, {
      round: this.#round,
      standing: { ballot, leader: ballot, happy: true },
    });
    this.#happy = true;
  }

  /** Stays out of the race for some rounds: it has just handed leadership over. */
  abstain(rounds: number): void {
    this.#ticksToAbstain = rounds * this.#limits.heartbeatTicks;
  }

  /** This replica no longer proposes: it must not look like a working leader to anyone. */
  standDown(): void {
    this.#happy = false;
  }

  tick(view: ElectionView): ElectionStep {
    if (this.#ticksToWait > 0) this.#ticksToWait -= 1;
    if (this.#ticksToAbstain > 0) this.#ticksToAbstain -= 1;
    this.#ticksLeft -= 1;
    if (this.#ticksLeft > 0 && !this.#knowsEnough(view)) return { type: 'idle' };
    this.#ticksLeft = this.#limits.heartbeatTicks;
    const step = this.#endRound(view);
    this.#happyRounds = this.#happy && step.type !== 'takeOver' ? this.#happyRounds + 1 : 0;
    if (this.#happyRounds >= calmRounds) this.failedCandidacies = 0;
    this.#round += 1;
    return step;
  }

  /** Stands for election now, whatever the others say: leadership was handed to this replica. */
  takeOver(epoch: Slot, promised: Ballot): Ballot {
    this.#ignoreLaterThan(epoch);
    this.leadIn(ballotAbove(higherBallot(this.#leader, promised), epoch, this.#id));
    const doublings = Math.min(this.failedCandidacies, maxBackoffDoublings);
    this.#ticksToWait = Math.ceil(this.#random() * 2 ** doublings * this.#limits.heartbeatTicks);
    this.failedCandidacies += 1;
    return this.#ballot;
  }

  /** This replica stands, or goes on leading, in `ballot`. */
  leadIn(ballot: Ballot): void {
    this.#ballot = ballot;
    this.#leader = ballot;
    this.#happy = true;
  }

  /**
   * Whether waiting for the end of the round would only cost time: this replica stands then, as a majority has answered in
   * this round, and nobody whose answer still counts has a working leader. Without this, a new leader takes a whole round more.
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
   * A voter that does not know yet who votes in a later epoch can neither follow a leader of that epoch nor outrank
   * it. It learns of the configuration first; until then it goes by the highest ballot of its own.
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

  /** Whether a majority is reached and follows this leader, or nobody higher. */
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
