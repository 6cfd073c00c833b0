/** The replicated state machine. All calls are synchronous. */

import type { Decided, Restored } from '../../paxos/effects.ts';

export interface StateMachine {
  /**
   * Applies these slots before returning. In slot order, each slot once, without holes except for slots that `restored`
   * covers.
   */
  decided(decided: readonly Decided[]): void;
  /**
   * Replaces everything applied so far.
   *
   * @returns the last own sequence that the state contains; 0 if none.
   * @throws if the state cannot be decoded; the replica stops.
   */
  restored(restored: Restored): number;
  /**
   * Prepares `restored` in steps of a few milliseconds, which change nothing that a caller can see: the next `restored`
   * with it is quick. Absent, or undefined, if it always is.
   *
   * @throws as `restored`
   */
  preparing?(restored: Restored): Iterator<void, void> | undefined;
  /** The digest of the state after the last decided slot; equal for equal states. */
  digest(): string;
  /**
   * Does a few milliseconds of the work of the next `digest`, if that is much; absent if it never is. Called with each
   * tick, so that a slot that requires a digest after a large change, or after the start, does not hold up the device.
   *
   * @returns whether another call has work.
   */
  digestSome?(): boolean;
  /**
   * The state after the last decided slot, in pieces, which joined are the input of `restored`. Each piece is made when
   * it is requested, within a few milliseconds, and later slots do not change it. Must not be modified afterwards.
   */
  snapshot(): Iterable<Uint8Array>;
}
