/**
 * Heartbeats and their replies: the state that replicas exchange in each round. Election, catch-up and divergence
 * detection depend on them.
 */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Checkpoints } from '../catch-up/checkpoints.ts';
import type { Context } from '../core/context.ts';
import type { Halting } from '../core/halting.ts';
import type { Departure } from '../membership/departure.ts';
import type { Generation } from '../membership/generation.ts';
import type { Heartbeat, HeartbeatReply } from '../messages.ts';
import { noBallot } from '../model/ballot.ts';
import { noDeeds } from '../model/deeds.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';
import type { Kept } from '../witness/kept.ts';
import type { DeedsSeen } from './deeds.ts';
import type { Election } from './election.ts';
import type { Peers } from './peers.ts';

/**
 * Rounds between two heartbeats of a follower to a member that does not lead. A new leader must have heard of each
 * present member within the two seconds that the voter policy allows for silence (`voter-policy.ts`).
 */
export const restRounds = 3;

interface Parts {
  readonly election: Election;
  readonly catchUp: CatchUp;
  readonly checkpoints: Checkpoints;
  readonly peers: Peers;
  readonly seen: DeedsSeen;
  readonly kept: Kept;
  readonly generation: Generation;
  readonly departure: Departure;
  readonly halting: Halting;
}

export class Heartbeats {
  readonly #context: Context;
  readonly #election: Election;
  readonly #catchUp: CatchUp;
  readonly #checkpoints: Checkpoints;
  readonly #peers: Peers;
  readonly #seen: DeedsSeen;
  readonly #kept: Kept;
  readonly #generation: Generation;
  readonly #departure: Departure;
  readonly #halting: Halting;

  constructor(context: Context, parts: Parts) {
    this.#context = context;
    this.#election = parts.election;
    this.#catchUp = parts.catchUp;
    this.#checkpoints = parts.checkpoints;
    this.#peers = parts.peers;
    this.#seen = parts.seen;
    this.#kept = parts.kept;
    this.#generation = parts.generation;
    this.#departure = parts.departure;
    this.#halting = parts.halting;
  }

  /** The heartbeat of the current round. */
  get #current(): Heartbeat {
    const { round, nonce, leader, happy } = this.#election;
    const sharedThrough = this.#generation.sharedThrough(this.#context.configuration);
    return {
      type: 'heartbeat',
      round,
      nonce,
      leader,
      happy,
      ...this.#progress,
      sharedThrough,
      yours: noDeeds,
    };
  }

  /** The first message over a new link: the peer may have to halt. */
  greet(peer: ReplicaId): void {
    this.#context.send(peer, { ...this.#current, yours: this.#seen.of(peer) }, 'now');
  }

  /**
   * Any replica without a working leader sends heartbeats, voter or not: it may be a voter that has not learned so yet.
   *
   * A voter that follows a working leader asks that leader in each round, and the others only in every
   * {@link restRounds}th: they have the same news from the leader, and a voter that has lost it asks all again before
   * it stands. So a member that does not lead exchanges messages with few others, however many there are.
   */
  beat(): void {
    const { votes, isFit } = this.#context;
    const asks = votes ? isFit : !this.#election.happy;
    if (!asks) return;
    const due = this.#context.linked.filter((peer) => this.#isDue(peer));
    this.#context.broadcast(this.#current, 'now', due);
  }

  #isDue(peer: ReplicaId): boolean {
    const { happy, leader, round } = this.#election;
    const follows = happy && leader.replica !== this.#context.id;
    return !follows || peer === leader.replica || round % restRounds === 0;
  }

  /** Repeats the heartbeat of this round to `peer` alone, which may be gone. */
  ask(peer: ReplicaId): void {
    this.#context.send(peer, this.#current, 'now');
  }

  onHeartbeat(from: ReplicaId, heartbeat: Heartbeat): void {
    const { round, nonce, leader, happy } = heartbeat;
    this.#note(from, heartbeat);
    if (!this.#context.votes) {
      const ballot = leader.replica === from ? leader : noBallot;
      this.#election.noteHeartbeat(from, { ballot, leader, happy });
    } else if (!happy) this.#election.noteLost(from, leader);
    // A voter with stalled storage cannot vote, and must not count in a majority.
    if (this.#context.votes && !this.#context.isFit) return;
    const standing = { ...this.#election.standing, ...this.#progress };
    const { signsOff } = this.#departure;
    const yours = this.#seen.of(from);
    this.#context.send(from, { type: 'heartbeatReply', round, nonce, ...standing, signsOff, yours }, 'now');
  }

  onReply(from: ReplicaId, reply: HeartbeatReply): void {
    const { ballot, leader, happy } = reply;
    this.#note(from, reply);
    this.#peers.signOff(from, reply.signsOff);
    this.#election.noteReply(from, reply.round, reply.nonce, { ballot, leader, happy });
  }

  /** Stores this replica's own digest after `slot`. */
  noteCheckpoint(slot: Slot, digest: string): void {
    this.#checkpoints.noteOwn({ slot, digest });
    this.#compareNotes();
  }

  #note(from: ReplicaId, { decidedThrough, storedThrough, checkpoint }: Heartbeat | HeartbeatReply): void {
    this.#kept.note(from, storedThrough);
    this.#catchUp.note(from, decidedThrough);
    if (checkpoint === undefined) return;
    this.#checkpoints.note(from, checkpoint);
    this.#compareNotes();
  }

  #compareNotes(): void {
    const inForce = this.#context.configuration;
    const at = inForce === undefined ? undefined : this.#checkpoints.divergedAt(inForce);
    if (at !== undefined) this.#halting.diverge(at);
  }

  /** The decided and the stored position, and the last checkpoint. */
  get #progress(): Pick<Heartbeat, 'decidedThrough' | 'storedThrough' | 'checkpoint'> {
    const { latest: checkpoint } = this.#checkpoints;
    const { decidedThrough, storedThrough } = this.#context;
    const progress = { decidedThrough, storedThrough };
    return checkpoint === undefined ? progress : { ...progress, checkpoint };
  }
}
