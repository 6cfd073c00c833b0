/** How long this replica has been without a majority: whether a person may be asked to go on without the others. */

import type { Status } from '../paxos/effects.ts';
import { tickMilliseconds } from './tick-length.ts';

/**
 * Without a majority for so long, a person may decide to go on alone: 30 s. Counted in ticks, so that the time in
 * which the device slept does not count.
 */
export const recoverableTicks = 30_000 / tickMilliseconds;

export class Waiting {
  #ticks = 0;

  tick({ quorumReached }: Pick<Status, 'quorumReached'>): void {
    this.#ticks = quorumReached ? 0 : this.#ticks + 1;
  }

  /** A newcomer, who knows nothing of the board, has nothing to go on with. */
  canRecover({ configuration, quorumReached }: Pick<Status, 'configuration' | 'quorumReached'>): boolean {
    return configuration !== undefined && !quorumReached && this.#ticks >= recoverableTicks;
  }
}
