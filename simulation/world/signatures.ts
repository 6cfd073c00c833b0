/** Signatures of the simulated world: a list of the groups that each origin signed. Only the origin can add to it. */

import { type Group, isSameDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Unsealed } from '#shared/replica/outbox.ts';
import { chained, groupDigest } from '#shared/wire/group-digest.ts';

/** The sender of forged messages: no member of the board. */
export const forger = replicaId('forger');

const genuine = Uint8Array.of(1);

export class Signatures {
  readonly #signed = new Set<string>();
  /** A cache of valid groups; groups are immutable. */
  readonly #known = new WeakSet<Group>();
  /** The last group that each origin signed. */
  readonly #latest = new Map<ReplicaId, Group>();

  /** `signer` signs groups of its own origin only. */
  sign(signer: ReplicaId, { drafts, previous }: Unsealed): readonly Group[] {
    const groups = chained(drafts, previous, () => genuine);
    for (const group of groups) {
      if (group.origin !== signer) throw new RangeError(`${signer} cannot sign for ${group.origin}`);
      this.#signed.add(nameOf(group));
      this.#latest.set(signer, group);
    }
    return groups;
  }

  isSigned(group: Group): boolean {
    if (this.#known.has(group)) return true;
    const isRight =
      isSameDigest(groupDigest(group, group.previous), group.digest) && this.#signed.has(nameOf(group));
    if (isRight) this.#known.add(group);
    return isRight;
  }

  /** The last group that each origin signed. */
  get latest(): readonly Group[] {
    return [...this.#latest.values()];
  }
}

function nameOf({ origin, digest }: Group): string {
  return `${origin} ${String.fromCharCode(...digest)}`;
}
