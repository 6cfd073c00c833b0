/**
 * 29. Whatever versions its members have had, the state of a board after a slot is the same on each of them: the versions
 * that know a command apply it, and no version that does not know it ever applies the slot.
 */

import type { Slot } from '#shared/paxos/model/ids.ts';
import { Violation } from '../violation.ts';

export class StatesAfterSlots {
  readonly #states = new Map<string, string>();

  /** `id` has the state `text` after `slot`. @throws Violation if another member has had another one. */
  note(id: string, generation: number, slot: Slot, text: string): void {
    const name = `${generation}/${slot}`;
    const known = this.#states.get(name);
    if (known === undefined) this.#states.set(name, text);
    else if (known !== text)
      throw new Violation('29 versions', `${id} has ${text} after slot ${slot}, and others ${known}`);
  }
}
