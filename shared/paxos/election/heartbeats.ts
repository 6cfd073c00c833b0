/**
 * Heartbeats and their answers: what replicas tell one another of themselves, round by round. The election lives on
 * it, and so do catching up and the comparison of states.
 */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Checkpoints } from '../catch-up/checkpoints.ts';
import type { ReplicaHost } from '../host.ts';
import type { Heartbeat, HeartbeatReply } from '../messages.ts';
import { noBallot } from '../model/ballot.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';
import { type Deeds, noDeeds } from './deeds.ts';
import type { Election } from './election.ts';

export interface HeartbeatHost extends ReplicaHost {
  readonly votes: boolean;
  /** Whether its storage answers. */
  readonly isFit: boolean;
  readonly signsOff: boolean;
  /** See {@link Heartbeat}. */
  readonly sharedThrough: Slot | null;
  /** The deeds seen of `peer`. */
  deedsOf(peer: ReplicaId): Deeds;
  /** `peer` said whether it is about to go. */
  heardSignOff(peer: ReplicaId, going: boolean): void;
  /** A majority of the voters has another state after `slot` than this replica. */
  diverged(slot: Slot): void;
}

export class Heartbeats {
  readonly #host: HeartbeatHost;
  readonly #election: Election;
  readonly #catchUp: CatchUp;
  readonly #checkpoints: Checkpoints;

  constructor(
    host: HeartbeatHost,
    parts: { election: Election; catchUp: CatchUp; checkpoints: Checkpoints },
  ) {
    this.#host = host;
    this.#election = parts.election;
    this.#catchUp = parts.catchUp;
    this.#checkpoints = parts.checkpoints;
  }

  /** Once in a round, to everyone. */
  get #current(): Heartbeat {
    const { round, nonce, leader, happy } = this.#election;
    const { sharedThrough } = this.#host;
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

  /** To a member that has just come within reach, before anything else: it may have to stop. */
  greet(peer: ReplicaId): void {
    this.#host.send(peer, { ...this.#current, yours: this.#host.deedsOf(peer) }, 'now');
  }

  /** Whoever sees no working leader asks around, voter or not: it may be a voter and not know it yet. */
  beat(): void {
    const { votes, isFit } = this.#host;
    const asks = votes ? isFit : !this.#election.happy;
    if (asks) this.#host.broadcast(this.#current, 'now');
  }

  onHeartbeat(from: ReplicaId, heartbeat: Heartbeat): void {
    const { round, nonce, leader, happy } = heartbeat;
    this.#note(from, heartbeat);
    if (!this.#host.votes) {
      const ballot = leader.replica === from ? leader : noBallot;
      this.#election.noteHeartbeat(from, { ballot, leader, happy });
    }
    // As a voter it is as good as dead, and must not pass for part of a majority.
    if (this.#host.votes && !this.#host.isFit) return;
    const standing = { ...this.#election.standing, ...this.#progress };
    const { signsOff } = this.#host;
    const yours = this.#host.deedsOf(from);
    this.#host.send(from, { type: 'heartbeatReply', round, nonce, ...standing, signsOff, yours }, 'now');
  }

  onReply(from: ReplicaId, reply: HeartbeatReply): void {
    const { ballot, leader, happy } = reply;
    this.#note(from, reply);
    this.#host.heardSignOff(from, reply.signsOff);
    this.#election.noteReply(from, reply.round, reply.nonce, { ballot, leader, happy });
  }

  /** This replica's own state after `slot` is known. */
  noteCheckpoint(slot: Slot, digest: string): void {
    this.#checkpoints.noteOwn({ slot, digest });
    this.#compareNotes();
  }

  #note(from: ReplicaId, { decidedThrough, checkpoint }: Heartbeat | HeartbeatReply): void {
    this.#catchUp.note(from, decidedThrough);
    if (checkpoint === undefined) return;
    this.#checkpoints.hear(from, checkpoint);
    this.#compareNotes();
  }

  #compareNotes(): void {
    const inForce = this.#host.configuration;
    const at = inForce === undefined ? undefined : this.#checkpoints.divergedAt(inForce);
    if (at !== undefined) this.#host.diverged(at);
  }

  /** How far this replica is, and what its state was at the last checkpoint. */
  get #progress(): Pick<Heartbeat, 'decidedThrough' | 'checkpoint'> {
    const { latest: checkpoint } = this.#checkpoints;
    const { decidedThrough } = this.#host;
    return checkpoint === undefined ? { decidedThrough } : { decidedThrough, checkpoint };
  }
}
