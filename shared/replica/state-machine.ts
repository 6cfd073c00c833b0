/** The state machine that replicas agree on. All of it is called synchronously. */

import type { Decided, Restored } from '../paxos/effects.ts';

export interface StateMachine {
  /** Apply them before returning. In slot order, each slot once, without holes except for slots that `restored` covers. */
  decided(decided: readonly Decided[]): void;
  /**
   * This state takes the place of everything applied so far.
   *
   * @returns the number of the last command of this device that is in it; 0 if there is none.
   * @throws if it cannot be read; the replica stops.
   */
  restored(restored: Restored): number;
  /** Of the state after what was decided last; equal for equal states. */
  digest(): string;
  /** The state after what was decided last, fit for `restored`. Must not be changed any more. */
  snapshot(): Uint8Array;
}
