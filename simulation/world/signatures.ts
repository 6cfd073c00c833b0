/** Signatures of the simulated world: a list of the groups that each origin signed. Only the origin can add to it. */

import { commandsOf, type Group, isSameDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Unsealed } from '#shared/replica/outbox/outbox.ts';
import { chained, groupDigest } from '#shared/wire/group-digest.ts';
import { Violation } from '../checks/violation.ts';

const rule = '12 outbox';

/** The sender of forged messages: no member of the board. */
export const forger = replicaId('forger');

const genuine = Uint8Array.of(1);

export class Signatures {
  readonly #signed = new Set<string>();
  /** A cache of valid groups; groups are immutable. */
  readonly #known = new WeakSet<Group>();
  /** The groups that may have left their devices, by the names of their commands. */
  readonly #left = new Map<string, Group>();
  /** The last group that each origin signed. */
  readonly #latest = new Map<ReplicaId, Group>();

  /** A device signs groups of its own origin only. */
  sign({ id }: { readonly id: ReplicaId }, { drafts, previous }: Unsealed): readonly Group[] {
    const groups = chained(drafts, previous, () => genuine);
    for (const group of groups) {
      if (group.origin !== id) throw new RangeError(`${id} cannot sign for ${group.origin}`);
      this.#signed.add(nameOf(group));
      this.#latest.set(id, group);
    }
    return groups;
  }

  /**
   * `group` may leave its device, or is durable there.
   *
   * @throws Violation if another group with one of its commands, or with another command of that name, did before.
   */
  leaves(group: Group): void {
    for (const { origin, sequence } of commandsOf([group])) {
      const name = `${origin}#${sequence}`;
      const before = this.#left.get(name) ?? group;
      if (!isSameDigest(before.digest, group.digest))
        throw new Violation(rule, `${name} leaves its device in two groups`);
      this.#left.set(name, group);
    }
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
