/** Short forms of outcomes. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Outcome, RefusalReason } from './commands.ts';

export const applied: Outcome = Object.freeze({ status: 'applied' });

/** @param by who was first, where someone was. */
export function refused(reason: RefusalReason, by?: ReplicaId): Outcome {
  return by === undefined ? { status: 'refused', reason } : { status: 'refused', reason, by };
}

/** An element would be one that cannot be shown, because of `property`. */
export function badElement(property: string): Outcome {
  return { status: 'refused', reason: 'bad-element', property };
}

/** A card is elsewhere: `at` is a column's id, or a shelf. */
export function elsewhere(
  reason: Extract<RefusalReason, 'moved-meanwhile' | 'on-shelf'>,
  at: string,
  by: ReplicaId | undefined,
): Outcome {
  return { status: 'refused', reason, at, ...(by === undefined ? {} : { by }) };
}
