/**
 * The deeds of each other member, as far as this replica has seen them: the highest ballot in which it promised,
 * accepted or proposed, and the last slot for which it accepted an entry. A member sends such messages only once they
 * are durable, so a member whose storage knows of less was rolled back: it is notified, and halts (`docs/protocol.md`,
 * "Model").
 */

import type { Message, Propose } from '../messages.ts';
import { higherBallot } from '../model/ballot.ts';
import { type Deeds, noDeeds } from '../model/deeds.ts';
import { noSlot, type ReplicaId } from '../model/ids.ts';
import type { InForce } from '../model/in-force.ts';

/** Members tracked, at most; the one without a new action for longest is evicted first. */
export const maxMembersSeen = 1_024;

/**
 * The deeds that `message` shows of its sender. Heartbeats show none: they are sent before a candidate's promise is
 * durable.
 */
export function deedsIn(message: Message): Deeds {
  switch (message.type) {
    case 'prepare':
    case 'promise':
    case 'propose':
      return { ballot: message.ballot, acceptedThrough: noSlot };
    case 'accept':
      return { ballot: message.ballot, acceptedThrough: message.through };
    case 'reject':
      return { ballot: message.promised, acceptedThrough: noSlot };
    default:
      return noDeeds;
  }
}

interface Seen {
  deeds: Deeds;
  /** The count of new actions of all members at the last one of this member. */
  at: number;
}

export class DeedsSeen {
  readonly #seen = new Map<ReplicaId, Seen>();
  #count = 0;

  note(member: ReplicaId, deeds: Deeds): void {
    const seen = this.#seen.get(member);
    const known = seen?.deeds ?? noDeeds;
    const ballot = higherBallot(known.ballot, deeds.ballot);
    const acceptedThrough =
      deeds.acceptedThrough > known.acceptedThrough ? deeds.acceptedThrough : known.acceptedThrough;
    if (ballot === known.ballot && acceptedThrough === known.acceptedThrough) return;
    this.#count += 1;
    const latest = { ballot, acceptedThrough };
    if (seen !== undefined) {
      // In place: each accept is news, and the map need not be kept in the order of the last action.
      seen.deeds = latest;
      seen.at = this.#count;
      return;
    }
    if (this.#seen.size >= maxMembersSeen) this.#evict();
    this.#seen.set(member, { deeds: latest, at: this.#count });
  }

  #evict(): void {
    let oldest: ReplicaId | undefined;
    let oldestAt = Number.POSITIVE_INFINITY;
    for (const [member, { at }] of this.#seen) {
      if (at >= oldestAt) continue;
      oldest = member;
      oldestAt = at;
    }
    if (oldest !== undefined) this.#seen.delete(oldest);
  }

  /**
   * A leader that gathers accepts reports them for its voters. Their order is that of the configuration that the ballot
   * was made under; a replica that has another one in force notes nothing.
   */
  noteGathered({ ballot, gathered }: Propose, { epoch, configuration }: InForce): void {
    const { voters } = configuration;
    if (gathered === undefined || ballot.epoch !== epoch || gathered.length !== voters.length) return;
    for (const [position, acceptedThrough] of gathered.entries()) {
      const voter = voters[position];
      if (voter !== undefined && acceptedThrough !== noSlot) this.note(voter, { ballot, acceptedThrough });
    }
  }

  of(member: ReplicaId): Deeds {
    return this.#seen.get(member)?.deeds ?? noDeeds;
  }
}
