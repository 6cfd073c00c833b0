/** No replica ever stops by an invariant of its own: whatever else is checked, the engine's own view is heard. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { type Check, Violation } from './check.ts';

export class NoHalt implements Check {
  halted(id: ReplicaId, why: string): void {
    throw new Violation('0 no halt', `${id} halted: ${why}`);
  }
}
