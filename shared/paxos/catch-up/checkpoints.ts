/**
 * Divergence detection: replicas exchange the digest of their state at the same slots.
 *
 * The state machine is deterministic, so a difference means a bug or a memory error. A replica that differs from a
 * majority of the voters halts before it does harm.
 */

import { type Configuration, majorityOf } from '../model/configuration.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';

export interface Checkpoint {
  readonly slot: Slot;
  /** Digest of the state machine after `slot`; opaque, at most {@link maxDigestLength} characters. */
  readonly digest: string;
}

/** Characters in a state's digest, at most. */
export const maxDigestLength = 128;

/** Checkpoints kept per replica. */
const remembered = 4;

export class Checkpoints {
  #own: readonly Checkpoint[] = [];
  readonly #heard = new Map<ReplicaId, readonly Checkpoint[]>();

  /** The latest checkpoint of this replica, sent to its peers. */
  get latest(): Checkpoint | undefined {
    return this.#own.at(-1);
  }

  noteOwn(checkpoint: Checkpoint): void {
    this.#own = [...this.#own, checkpoint].slice(-remembered);
  }

  note(from: ReplicaId, checkpoint: Checkpoint): void {
    const known = this.#heard.get(from) ?? [];
    if (known.some(({ slot }) => slot === checkpoint.slot)) return;
    this.#heard.set(from, [...known, checkpoint].slice(-remembered));
  }

  forget(peer: ReplicaId): void {
    this.#heard.delete(peer);
  }

  /**
   * The slot at which a majority of the voters of `configuration` reports a digest other than the local one, if any.
   */
  divergedAt(configuration: Configuration): Slot | undefined {
    return this.#own.find(({ slot, digest }) => {
      const others = configuration.voters.filter((voter) =>
        this.#heard.get(voter)?.some((heard) => heard.slot === slot && heard.digest !== digest),
      );
      return others.length >= majorityOf(configuration);
    })?.slot;
  }
}
