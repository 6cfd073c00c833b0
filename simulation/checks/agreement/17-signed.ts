/** 17. A command without a valid signature of its origin is never accepted or decided, and no honest device is reported as a forger. */

import type { Decided, Write } from '#shared/paxos/effects.ts';
import type { Entry } from '#shared/paxos/model/entry.ts';
import type { ReplicaId, Slot } from '#shared/paxos/model/ids.ts';
import type { Signatures } from '../../world/signatures.ts';
import type { Check } from '../check.ts';
import { Violation } from '../violation.ts';

export const signed = '17 signed';

export class Signed implements Check {
  readonly coversEarlier = true;
  readonly #signatures: Signatures;

  constructor(signatures: Signatures) {
    this.#signatures = signatures;
  }

  wrote(id: ReplicaId, { records }: Write): void {
    for (const { slot, entry } of records) this.#look(id, slot, entry, 'accepted');
  }

  decided(id: ReplicaId, { slot, entry }: Decided): void {
    this.#look(id, slot, entry, 'decided');
  }

  #look(id: ReplicaId, slot: Slot, entry: Entry, what: string): void {
    if (entry.type !== 'commands') return;
    for (const group of entry.groups) {
      if (this.#signatures.isSigned(group)) continue;
      throw new Violation(signed, `${id} ${what} ${group.origin}#${group.first} in slot ${slot}, unsigned`);
    }
  }
}
