/**
 * Signatures as a device uses them: its own under its commands, and the check of others'. The keys and the cryptography are
 * its host's (`app/replica/seals`); here, and in the engine, a seal is bytes without a meaning.
 */

import type { Group } from '../paxos/model/entry.ts';
import type { Unsealed } from './outbox.ts';

export interface Seals {
  /**
   * Signs each group, and links it to the one before.
   *
   * @param answer is called once, at once or later, with the groups in the same order.
   */
  seal(unsealed: Unsealed, answer: (groups: readonly Group[]) => void): void;
  /**
   * Whether each of `groups` was signed by its origin, for this board.
   *
   * @param answer is called once, at once or later.
   */
  check(groups: readonly Group[], answer: (areSigned: boolean) => void): void;
}
