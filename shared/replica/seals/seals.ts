/**
 * Signatures for commands: signs own groups, and verifies those of others. The host has the keys and the cryptography
 * (`app/replica/seals`); here, and in the engine, a seal is opaque bytes.
 */

import type { Group } from '../../paxos/model/entry.ts';
import type { Unsealed } from '../outbox/outbox.ts';

export interface Seals {
  /**
   * Signs each group, and chains it to the previous one.
   *
   * @param answer called exactly once, synchronously or later, with the groups in the same order.
   */
  seal(unsealed: Unsealed, answer: (groups: readonly Group[]) => void): void;
  /**
   * Whether each of `groups` was signed by its origin, for this board.
   *
   * @param answer called exactly once, synchronously or later.
   */
  check(groups: readonly Group[], answer: (areSigned: boolean) => void): void;
}
