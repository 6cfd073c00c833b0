/** The configuration that governs the slots after the one that chose it. */

import type { Configuration } from './configuration.ts';
import type { Slot } from './ids.ts';

/** A configuration, and the slot that chose it: the epoch of the ballots that count under it. */
export interface InForce {
  readonly epoch: Slot;
  readonly configuration: Configuration;
}
