/**
 * How long each peer takes to reply to a heartbeat, in ticks, and how long to wait for a reply before its silence means
 * something.
 *
 * Source: RFC 6298, section 2: the smoothed time plus four times its mean deviation. A peer on a slow link, or on a busy
 * device, gets more time. Unlike there, the first measurements count alike: a device that just starts replies late, and
 * the first reply alone would be forgotten only after some twenty others.
 */

import type { ReplicaId } from '../model/ids.ts';

/** Weights of a new measurement. */
const meanGain = 1 / 8;
const deviationGain = 1 / 4;

/** Ticks of silence that mean nothing on any link: a window that draws, or a storage that syncs, answers late. */
const slackTicks = 4;

/** Rounds whose replies are measured; a later reply is not. */
const measuredRounds = 4;

/** Deviations that may pass without a reply: as in RFC 6298, and if there is other evidence that the peer is gone. */
const deviations = { alone: 4, withEvidence: 1 } as const;

interface Times {
  mean: number;
  deviation: number;
  /** The number of measurements. */
  count: number;
  /** The last measured round: a second reply to it answers a repeated heartbeat. */
  round: number;
}

export class ReplyTimes {
  readonly #beganAt = new Map<number, number>();
  readonly #times = new Map<ReplicaId, Times>();

  /** The heartbeats of `round` leave in `tick`. */
  began(round: number, tick: number): void {
    this.#beganAt.set(round, tick);
    this.#beganAt.delete(round - measuredRounds);
  }

  replied(peer: ReplicaId, round: number, tick: number): void {
    const beganAt = this.#beganAt.get(round);
    const times = this.#times.get(peer);
    if (beganAt === undefined || (times !== undefined && times.round >= round)) return;
    const ticks = tick - beganAt;
    if (times === undefined) {
      this.#times.set(peer, { mean: ticks, deviation: ticks / 2, count: 1, round });
      return;
    }
    times.count += 1;
    const share = 1 / times.count;
    times.deviation += Math.max(deviationGain, share) * (Math.abs(ticks - times.mean) - times.deviation);
    times.mean += Math.max(meanGain, share) * (ticks - times.mean);
    times.round = round;
  }

  /** Link-down: the next link may have other delays. */
  forget(peer: ReplicaId): void {
    this.#times.delete(peer);
  }

  /**
   * Ticks without a reply after which `peer` is probably gone; undefined if it has not replied yet.
   *
   * @param hasEvidence whether there is another sign of that than its silence.
   */
  patience(peer: ReplicaId, hasEvidence: boolean): number | undefined {
    const times = this.#times.get(peer);
    if (times === undefined) return undefined;
    const allowed = hasEvidence ? deviations.withEvidence : deviations.alone;
    return slackTicks + Math.ceil(times.mean + Math.max(1, allowed * times.deviation));
  }
}
