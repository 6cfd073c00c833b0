/** No replica stops because one of its own assertions failed: the engine's self-checks count as checks of the run. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Check } from './check.ts';
import { Violation } from './violation.ts';

export class NoHalt implements Check {
  halted(id: ReplicaId, why: string): void {
    throw new Violation('0 no halt', `${id} halted: ${why}`);
  }
}
