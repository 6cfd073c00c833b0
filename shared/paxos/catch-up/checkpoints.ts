/**
 * Comparing notes: replicas tell one another the digest of their state at the same slots.
 *
 * The state machine is deterministic, so that a difference is a bug, in memory or in software. Whoever differs from
 * a majority of the voters is the one that is wrong; it stops voting before it does harm.
 */

import { type Configuration, majorityOf } from '../model/configuration.ts';
import type { ReplicaId, Slot } from '../model/ids.ts';

export interface Checkpoint {
  readonly slot: Slot;
  /** Of the state machine's state after `slot`; opaque, at most {@link maxDigestLength} characters. */
  readonly digest: string;
}

/** Characters in a state's digest, at most. */
export const maxDigestLength = 128;

/** Checkpoints remembered of each replica. */
const remembered = 4;

export class Checkpoints {
  #own: readonly Checkpoint[] = [];
  readonly #heard = new Map<ReplicaId, readonly Checkpoint[]>();

  /** This replica's latest, for others to compare. */
  get latest(): Checkpoint | undefined {
    return this.#own.at(-1);
  }

  noteOwn(checkpoint: Checkpoint): void {
    this.#own = [...this.#own, checkpoint].slice(-remembered);
  }

  hear(from: ReplicaId, checkpoint: Checkpoint): void {
    const known = this.#heard.get(from) ?? [];
    if (known.some(({ slot }) => slot === checkpoint.slot)) return;
    this.#heard.set(from, [...known, checkpoint].slice(-remembered));
  }

  forget(peer: ReplicaId): void {
    this.#heard.delete(peer);
  }

  /** The slot at which a majority of the voters of `configuration` says otherwise than this replica, if there is one. */
  divergedAt(configuration: Configuration): Slot | undefined {
    return this.#own.find(({ slot, digest }) => {
      const others = configuration.voters.filter((voter) =>
        this.#heard.get(voter)?.some((heard) => heard.slot === slot && heard.digest !== digest),
      );
      return others.length >= majorityOf(configuration);
    })?.slot;
  }
}
