/**
 * A leader's progress per member: proposals go out in order, with bounded bytes in flight, and are sent again only once
 * they are known not to be in flight.
 *
 * Modelled after etcd-io/raft's Progress (https://pkg.go.dev/go.etcd.io/raft/v3/tracker#Progress).
 */

import type { CatchUp } from '../catch-up/catch-up.ts';
import type { Context } from '../core/context.ts';
import { waitTicks } from '../flow/outflow.ts';
import type { Learner } from '../log/learner.ts';
import type { Log } from '../log/log.ts';
import { maxProposeBytes, type Propose } from '../messages.ts';
import type { Ballot } from '../model/ballot.ts';
import type { Entry } from '../model/entry.ts';
import { nextSlot, noSlot, type ReplicaId, type Slot } from '../model/ids.ts';

interface Progress {
  /** The next slot to send. */
  next: Slot;
  /** The last slot that it has accepted in this ballot. */
  accepted: Slot;
  sentTick: number;
  /** Consecutive retries without an accept. */
  attempts: number;
  /** The `decidedThrough` of the last message to it. */
  announced: Slot;
  /** The count of received accepts at the last message to it. */
  reported: number;
}

export class Replication {
  readonly #context: Context;
  readonly #learner: Learner;
  readonly #log: Log;
  readonly #catchUp: CatchUp;
  readonly #ballot: Ballot;
  /** Every slot from this one up was proposed in `ballot`. */
  readonly #first: Slot;
  readonly #progress = new Map<ReplicaId, Progress>();
  /** The voters of the ballot's epoch. */
  readonly #voters: readonly ReplicaId[];
  /** The last slot for which a voter sends its accept to this leader alone. */
  #gatheredThrough = noSlot;
  /** The last decided slot when {@link announceDecided} was last called. */
  #announcedThrough: Slot;
  /** The number of accepts that this leader has received. */
  #acceptCount = 0;
  /** The tick of the last decision. */
  #decidedTick: number;

  constructor(
    context: Context,
    parts: { readonly learner: Learner; readonly log: Log; readonly catchUp: CatchUp },
    ballot: Ballot,
  ) {
    this.#context = context;
    this.#learner = parts.learner;
    this.#log = parts.log;
    this.#catchUp = parts.catchUp;
    this.#ballot = ballot;
    this.#first = nextSlot(context.decidedThrough);
    this.#decidedTick = context.tick;
    this.#announcedThrough = context.decidedThrough;
    this.#voters = context.configuration?.voters ?? [];
  }

  noteDecided(): void {
    this.#decidedTick = this.#context.tick;
  }

  noteAccepted(voter: ReplicaId, through: Slot): void {
    const progress = this.#of(voter);
    if (through <= progress.accepted) return;
    this.#acceptCount += 1;
    progress.accepted = through;
    progress.attempts = 0;
  }

  /** Whether `peer` was sent everything through `last`. */
  hasSent(peer: ReplicaId, last: Slot): boolean {
    return (this.#progress.get(peer)?.next ?? noSlot) > last;
  }

  /** The link to `peer` is up: anything may have been lost. */
  linkUp(peer: ReplicaId, last: Slot): void {
    this.#progress.delete(peer);
    if (this.#context.decidedThrough >= last) this.announce((other) => other === peer);
  }

  /** Announces the leader and the decided slots. */
  announce(isReceiver: (peer: ReplicaId) => boolean = () => true): void {
    this.#propose(nextSlot(this.#context.decidedThrough), [], this.#context.linked.filter(isReceiver));
  }

  /**
   * Whether accepts of the proposals through `last`, which leave now, are for this leader alone. The number of members may
   * change before the decision: so the leader remembers that it must announce it.
   */
  gathers(last: Slot): boolean {
    const { limits, linkedCount } = this.#context;
    const gathers = linkedCount >= limits.maxBroadcastMembers;
    if (gathers && last > this.#gatheredThrough) this.#gatheredThrough = last;
    return gathers;
  }

  /**
   * Announces the decisions that the others cannot count to the members that have received no proposal since. A member
   * whose proposals are not sent yet learns of the decision with them.
   */
  announceDecided(): void {
    const { decidedThrough } = this.#context;
    const before = this.#announcedThrough;
    if (before === decidedThrough) return;
    this.#announcedThrough = decidedThrough;
    if (before < this.#gatheredThrough)
      this.announce((peer) => this.#lacks(peer, 'announced', decidedThrough));
  }

  #lacks(peer: ReplicaId, what: 'announced' | 'reported', latest: number): boolean {
    const progress = this.#of(peer);
    return progress[what] < latest && progress.next > this.#context.decidedThrough;
  }

  /** Sends the unsent proposals through `last`, as far as there is room. */
  send(last: Slot): void {
    for (;;) {
      let firstSlot: Slot | undefined;
      let to: ReplicaId[] = [];
      for (const peer of this.#context.linked) {
        const next = this.#nextFor(peer, last);
        if (next === undefined || (firstSlot !== undefined && next > firstSlot)) continue;
        if (next !== firstSlot) to = [];
        firstSlot = next;
        to.push(peer);
      }
      if (firstSlot === undefined) return;
      this.#sendFrom(firstSlot, last, to);
    }
  }

  /**
   * Sends again the proposals that a voter had time to accept and did not. Once per heartbeat round it reports the
   * accepts that no decision has waited for.
   */
  tick(last: Slot): void {
    const { tick, limits, configuration, decidedThrough, outflow, id } = this.#context;
    if (this.#gatheredThrough > noSlot && tick % limits.heartbeatTicks === 0)
      this.announce((peer) => this.#lacks(peer, 'reported', this.#acceptCount));
    const undecided = nextSlot(decidedThrough);
    if (undecided > last) return;
    for (const voter of configuration?.voters ?? []) {
      const progress = this.#progress.get(voter);
      if (voter === id || progress === undefined || progress.next <= undecided) continue;
      if (this.#learner.hasAccepted(undecided, this.#ballot, voter) || !outflow.isClear(voter)) continue;
      const since = Math.max(progress.sentTick, this.#decidedTick, outflow.arrivedTick(voter));
      if (tick - since < waitTicks(limits.resendTicks, progress.attempts)) continue;
      progress.attempts += 1;
      progress.next = undecided;
    }
  }

  /** The next slot to send to `peer` now, if any. */
  #nextFor(peer: ReplicaId, last: Slot): Slot | undefined {
    const progress = this.#of(peer);
    if (progress.next > last || !this.#context.outflow.hasRoom(peer)) return undefined;
    const known = this.#catchUp.knownTo(peer);
    const { compactedThrough } = this.#log;
    if (progress.next <= known) progress.next = nextSlot(known);
    if (progress.next <= compactedThrough) progress.next = nextSlot(compactedThrough);
    while (progress.next <= last && this.#learner.hasAccepted(progress.next, this.#ballot, peer)) {
      progress.next = nextSlot(progress.next);
    }
    return progress.next <= last && this.#keepsUp(progress, known) ? progress.next : undefined;
  }

  /**
   * A member that lags further than proposals are kept for learns from the log at its own pace instead, which costs the
   * leader no memory and the other members no time.
   */
  #keepsUp({ next, accepted }: Progress, known: Slot): boolean {
    return next - Math.max(accepted, known) <= this.#context.limits.maxSlotsAhead;
  }

  #sendFrom(firstSlot: Slot, last: Slot, to: readonly ReplicaId[]): void {
    const entries = this.#log.entries(firstSlot, last, maxProposeBytes);
    for (const peer of to) {
      const progress = this.#of(peer);
      progress.next = (firstSlot + entries.length) as Slot;
      progress.sentTick = this.#context.tick;
    }
    this.#propose(firstSlot, entries, to);
  }

  /** @param entries none to announce. */
  #propose(firstSlot: Slot, entries: readonly Entry[], receivers: readonly ReplicaId[]): void {
    if (receivers.length === 0) return;
    const { decidedThrough } = this.#context;
    const last = (firstSlot + entries.length - 1) as Slot;
    const gathers = entries.length === 0 ? this.#gatheredThrough > noSlot : this.gathers(last);
    const message: Propose = {
      type: 'propose',
      ballot: this.#ballot,
      firstSlot,
      entries,
      decidedThrough,
      ...(gathers ? { gathered: this.#gathered } : {}),
    };
    this.#context.broadcast(message, 'now', receivers);
    for (const peer of receivers) {
      const progress = this.#of(peer);
      progress.announced = decidedThrough;
      progress.reported = this.#acceptCount;
    }
  }

  get #gathered(): readonly Slot[] {
    return this.#voters.map((voter) => this.#progress.get(voter)?.accepted ?? noSlot);
  }

  #of(peer: ReplicaId): Progress {
    let progress = this.#progress.get(peer);
    if (progress === undefined) {
      const undecided = nextSlot(this.#context.decidedThrough);
      const next = undecided > this.#first ? undecided : this.#first;
      const sentTick = this.#context.tick;
      progress = { next, accepted: noSlot, sentTick, attempts: 0, announced: noSlot, reported: 0 };
      this.#progress.set(peer, progress);
    }
    return progress;
  }
}
