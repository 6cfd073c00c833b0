/**
 * Which configuration governs which slot: the last one chosen in a slot before it.
 *
 * Only decided configurations count. A newcomer knows none until it has learned the first slot.
 */

import type { Configuration } from './configuration.ts';
import type { Slot } from './ids.ts';
import { invariant } from './invariant.ts';

interface Chosen {
  readonly slot: Slot;
  readonly configuration: Configuration;
}

export class ConfigurationHistory {
  readonly #chosen: Chosen[] = [];

  /** In force for `slot`; absent where no configuration was chosen before it. */
  at(slot: Slot): Configuration | undefined {
    for (let position = this.#chosen.length - 1; position >= 0; position -= 1) {
      const chosen = this.#chosen[position];
      if (chosen !== undefined && chosen.slot < slot) return chosen.configuration;
    }
    return undefined;
  }

  /** The configuration chosen last. */
  get latest(): Configuration | undefined {
    return this.#chosen.at(-1)?.configuration;
  }

  add(slot: Slot, configuration: Configuration): void {
    const last = this.#chosen.at(-1);
    invariant(
      last === undefined || last.slot < slot,
      `configurations are decided in slot order, not at ${slot}`,
    );
    this.#chosen.push({ slot, configuration });
  }
}
