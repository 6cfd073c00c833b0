/**
 * Doubt of a leader: a voter asks it for a sign of life, and considers it lost sooner than by its silence in two heartbeat
 * rounds.
 *
 * A doubt has a reason: a signaling server reports that the leader's device has left, the link to it closed, another voter
 * doubts it, or commands wait while it is silent. The voter then begins a round at once, and the leader has as long to
 * reply as the slowest recent round trip took, half a heartbeat round at least. So a device that is often late under load is
 * given that time. A doubt is only suspicion: every rule of the election still applies, and safety never depends on it.
 *
 * The adaptive timeout follows the idea of accrual detectors (Hayashibara et al., "The φ Accrual Failure Detector", 2004),
 * with the maximum of recent round trips in the place of an estimated distribution: the rare stalls of a busy window are not
 * normally distributed.
 */

import { BoundedMap } from '../../collections/bounded-map.ts';
import type { Ballot } from '../model/ballot.ts';
import type { ReplicaId } from '../model/ids.ts';

/** Round trips of one peer in each half of the window: with a heartbeat every 500 ms, the last 30 to 60 s. */
const samplesPerHalf = 60;

/** Added to the slowest round trip, in ticks: one for the granularity of ticks, one for variation. */
const marginTicks = 2;

/** Peers whose round trips are known, at most. */
const maxMeasured = 64;

interface Worst {
  before: number;
  now: number;
  samples: number;
}

/** The slowest recent round trip to each peer, in ticks of this replica. */
export class RoundTrips {
  readonly #worst = new BoundedMap<ReplicaId, Worst>(maxMeasured);

  note(peer: ReplicaId, ticks: number): void {
    const known = this.#worst.get(peer) ?? { before: 0, now: 0, samples: 0 };
    const isFull = known.samples >= samplesPerHalf;
    this.#worst.set(peer, {
      before: isFull ? known.now : known.before,
      now: isFull ? ticks : Math.max(known.now, ticks),
      samples: isFull ? 1 : known.samples + 1,
    });
  }

  /** Undefined without a measurement. */
  worst(peer: ReplicaId): number | undefined {
    const known = this.#worst.get(peer);
    return known === undefined ? undefined : Math.max(known.before, known.now);
  }
}

interface Current {
  readonly leader: Ballot;
  /** Replies of the leader count from this round on. */
  readonly round: number;
  readonly ticks: number;
  /** Whether this replica has a reason of its own, and asks others to check, too. */
  readonly isOwn: boolean;
}

export class Doubt {
  readonly #heartbeatTicks: number;
  readonly #trips = new RoundTrips();
  #current: Current | undefined;
  #ticksToNext = 0;

  constructor(heartbeatTicks: number) {
    this.#heartbeatTicks = heartbeatTicks;
  }

  /** Whether other voters should check the leader, too. */
  get isShared(): boolean {
    return this.#current?.isOwn === true;
  }

  noteRoundTrip(peer: ReplicaId, ticks: number): void {
    this.#trips.note(peer, ticks);
  }

  /**
   * Begins a doubt of `leader` with the round `round`. At most once per heartbeat round, so that no peer can cause more
   * than twice the heartbeats.
   *
   * @returns whether it begins; not if the leader is too far away to be missed sooner than by the regular rounds.
   */
  begin(leader: Ballot, round: number, isOwn: boolean): boolean {
    const worst = this.#trips.worst(leader.replica);
    if (this.#current !== undefined || this.#ticksToNext > 0 || worst === undefined) return false;
    const ticks = Math.max(Math.ceil(this.#heartbeatTicks / 2), worst + marginTicks);
    if (ticks >= this.#heartbeatTicks) return false;
    this.#current = { leader, round, ticks, isOwn };
    this.#ticksToNext = this.#heartbeatTicks;
    return true;
  }

  /** The length of `round` in ticks. */
  ticksOf(round: number): number {
    return this.#current?.round === round ? this.#current.ticks : this.#heartbeatTicks;
  }

  /** Whether a reply to the round `replied` is too old to count in `round`. */
  isStale(replied: number, round: number): boolean {
    const current = this.#current;
    return current !== undefined && round >= current.round && replied < current.round;
  }

  /** The leader of a round has replied. @returns the ticks by which the round becomes longer again. */
  dispel(round: number): number {
    const current = this.#current;
    if (current === undefined || round < current.round) return 0;
    this.#current = undefined;
    return this.#heartbeatTicks - current.ticks;
  }

  /** `round` is over. */
  roundEnded(round: number): void {
    if (this.#current !== undefined && round >= this.#current.round) this.#current = undefined;
  }

  /** Another ballot leads. */
  end(): void {
    this.#current = undefined;
  }

  tick(): void {
    if (this.#ticksToNext > 0) this.#ticksToNext -= 1;
  }
}
