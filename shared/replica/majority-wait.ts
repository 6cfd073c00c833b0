/** Measures the time without a majority, after which a person may be offered a recovery. */

import type { Status } from '../paxos/effects.ts';
import { tickMilliseconds } from './tick-length.ts';

/**
 * Time without a majority after which a person may start a recovery: 30 s. In ticks, so that the device's sleep does
 * not count.
 */
export const recoverableTicks = 30_000 / tickMilliseconds;

export class MajorityWait {
  #ticks = 0;

  tick({ quorumReached }: Pick<Status, 'quorumReached'>): void {
    this.#ticks = quorumReached ? 0 : this.#ticks + 1;
  }

  /** False for a newcomer, which has no state to continue with. */
  canRecover({ configuration, quorumReached }: Pick<Status, 'configuration' | 'quorumReached'>): boolean {
    return configuration !== undefined && !quorumReached && this.#ticks >= recoverableTicks;
  }
}
