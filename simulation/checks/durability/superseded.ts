/** A replica that has stored that it was superseded never participates again, across any number of restarts. */

import type { Write } from '#shared/paxos/effects.ts';
import type { Envelope } from '#shared/paxos/messages.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Check } from '../check.ts';
import { Violation } from '../violation.ts';

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
