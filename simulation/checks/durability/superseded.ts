/**
 * A replica that stops for good stores that with the next write. One that has stored that it was superseded never participates
 * again, across any number of restarts.
 */

import type { Status, Write } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Check } from '../check.ts';
import { Violation } from '../violation.ts';

/** `id` has stopped in a step that made `writes`, and was running before. @throws Violation */
export function assertStopWritten(id: ReplicaId, { halted }: Status, writes: readonly Write[]): void {
  const isWritten = (write: Write | undefined): boolean =>
    halted?.reason === 'superseded' ? write?.supersededBy !== undefined : write?.rolledBack === true;
  if (halted?.reason !== 'superseded' && halted?.reason !== 'rolledBack') return;
  if (!isWritten(writes.at(-1)))
    throw new Violation('superseded', `${id} stops (${halted.reason}), and would start again`);
}

export class Superseded implements Check {
  readonly #stopped = new Set<ReplicaId>();

  durable(id: ReplicaId, write: Write): void {
    if (write.supersededBy !== undefined) this.#stopped.add(id);
  }

  sent(id: ReplicaId, { message }: Envelope): void {
    if (!this.#stopped.has(id)) return;
    throw new Violation('superseded', `${id} sends ${message.type} after it was superseded for good`);
  }
}
