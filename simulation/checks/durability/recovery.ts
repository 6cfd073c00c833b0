/** Entries that a recovery treats as decided stay decided on the recovering device across restarts. */

import type { DurableState } from '#shared/paxos/effects.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Check, Recovery } from '../check.ts';
import { Violation } from '../violation.ts';

export class Recovered implements Check {
  readonly #recovered:
    | { readonly id: ReplicaId; readonly generation: number; readonly through: Slot }
    | undefined;

  constructor(recovery?: Recovery) {
    if (recovery === undefined) return;
    const { id, generation, ledger } = recovery;
    this.#recovered = { id, generation, through: ledger.chosenThrough };
  }

  succeeded(recovery: Recovery): Recovered {
    return new Recovered(recovery);
  }

  booted(id: ReplicaId, state: DurableState | undefined): void {
    const recovered = this.#recovered;
    if (recovered?.id !== id || state?.generation !== recovered.generation) return;
    if (state.decidedThrough >= recovered.through) return;
    throw new Violation(
      'recovery',
      `${id} restarts with slots up to ${state.decidedThrough}, after it recovered with those up to ${recovered.through}`,
    );
  }
}
