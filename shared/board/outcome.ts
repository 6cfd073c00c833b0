/** Short forms of outcomes. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Outcome, RefusalReason } from './commands.ts';

export const applied: Outcome = Object.freeze({ status: 'applied' });

/** @param by the person whose command came first, if there is one. */
export function refused(reason: RefusalReason, by?: ReplicaId): Outcome {
  return by === undefined ? { status: 'refused', reason } : { status: 'refused', reason, by };
}

/** The element could not be shown, because of `property`. */
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
