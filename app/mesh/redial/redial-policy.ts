/**
 * Decides when a peer is dialled again: after a growing wait if the connection failed or was lost, and after a penalty
 * if the peer was at fault. Holds the pending retry.
 */

import type { Clock } from '../../clock/clock.ts';
import type { LinkEnd } from '../link/link-end.ts';
import { Backoff, type RandomBytes } from './backoff.ts';

export const reconnectLimits = { firstMs: 250, longestMs: 10_000 } as const;

/** After this many consecutive faults of the peer, it gets a penalty of {@link penaltyMs}. */
export const maxOffences = 3;
export const penaltyMs = 30_000;

export class RedialPolicy {
  readonly #clock: Clock;
  readonly #backoff: Backoff;
  #offences = 0;
  #penaltyUntil = Number.NEGATIVE_INFINITY;
  #cancelRetry: (() => void) | undefined;

  constructor(clock: Clock, random: RandomBytes) {
    this.#clock = clock;
    this.#backoff = new Backoff(reconnectLimits, random);
  }

  /** While true, the peer is neither dialled nor accepted. */
  get isUnderPenalty(): boolean {
    return this.#clock.now() < this.#penaltyUntil;
  }

  get isScheduled(): boolean {
    return this.#cancelRetry !== undefined;
  }

  /** Counts the end of a connection. @returns the wait for {@link schedule}, milliseconds, without a penalty. */
  ended(end: LinkEnd): number {
    if (end.type !== 'lost' && end.type !== 'noWay') this.#countOffence(end);
    return this.#backoff.fail();
  }

  /** Starts the waits from the shortest again. A penalty stays. */
  resetBackoff(): void {
    this.#backoff.reset();
  }

  /** Forgets the faults that have not led to a penalty. */
  forgive(): void {
    this.#offences = 0;
  }

  /** Calls `dial` after `waitMs`, or after the penalty if that is later; at once without a wait. Replaces a pending retry. */
  schedule(waitMs: number, dial: () => void): void {
    this.cancel();
    const wait = Math.max(waitMs, this.#penaltyUntil - this.#clock.now());
    if (wait <= 0) {
      dial();
      return;
    }
    this.#cancelRetry = this.#clock.after(wait, () => {
      this.#cancelRetry = undefined;
      dial();
    });
  }

  /** Cancels the pending retry. */
  cancel(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #countOffence(end: LinkEnd): void {
    this.#offences += 1;
    // A fault that only a person can mend stays until then.
    const isLasting = end.type !== 'garbage' && end.type !== 'unproven';
    if (isLasting || this.#offences >= maxOffences) this.#penaltyUntil = this.#clock.now() + penaltyMs;
  }
}
