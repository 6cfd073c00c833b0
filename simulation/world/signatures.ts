/** Signatures of the simulated world: a list of the groups that each origin signed. Only the origin can add to it. */

import { type Command, commandsOf, type Group, isSameDigest } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId } from '#shared/paxos/model/ids.ts';
import type { Unsealed } from '#shared/replica/outbox.ts';
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
  /** Every signed command, by its name. */
  readonly #named = new Map<string, Command>();
  /** The last group that each origin signed. */
  readonly #latest = new Map<ReplicaId, Group>();

  /**
   * `signer` signs groups of its own origin only.
   *
   * @throws Violation if it gives a command the name of another one, unless its disk was rolled back.
   */
  sign(
    { id, isRolledBack }: { readonly id: ReplicaId; readonly isRolledBack: boolean },
    { drafts, previous }: Unsealed,
  ): readonly Group[] {
    const groups = chained(drafts, previous, () => genuine);
    for (const group of groups) {
      if (group.origin !== id) throw new RangeError(`${id} cannot sign for ${group.origin}`);
      if (!isRolledBack) for (const command of commandsOf([group])) this.#note(command);
      this.#signed.add(nameOf(group));
      this.#latest.set(id, group);
    }
    return groups;
  }

  #note(command: Command): void {
    const name = `${command.origin}#${command.sequence}`;
    const named = this.#named.get(name);
    if (named !== undefined) throw new Violation(rule, `${name} is signed a second time`);
    this.#named.set(name, command);
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
