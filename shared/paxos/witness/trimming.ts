/**
 * Removes from a witness's log the slots that the board's voters hold without it: a witness keeps ballots, and entries
 * that are undecided or that an absent voter lacks.
 */

import type { Context } from '../core/context.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import type { Log } from '../log/log.ts';
import { nextSlot, type Slot } from '../model/ids.ts';
import type { InForce } from '../model/in-force.ts';
import { type Base, encodeBase } from './base.ts';
import type { Kept } from './kept.ts';

export class Trimming {
  readonly #context: Context;
  readonly #log: Log;
  readonly #decided: DecidedLog;
  readonly #kept: Kept;
  /** In force for the first slot that the log holds; undefined while the log begins with slot 1. */
  #inForce: InForce | undefined;

  constructor(
    context: Context,
    parts: { readonly log: Log; readonly decided: DecidedLog; readonly kept: Kept },
  ) {
    this.#context = context;
    this.#log = parts.log;
    this.#decided = parts.decided;
    this.#kept = parts.kept;
  }

  /** The log begins after `base`. */
  begin(base: Base): void {
    this.#inForce = base;
  }

  /**
   * Continues after a received `base`. Entries accepted for later slots stay.
   *
   * @returns whether the base is ahead of this replica.
   */
  install(base: Base): boolean {
    if (base.through <= this.#context.decidedThrough) return false;
    this.#decided.restore({ ...base, sessions: [], state: new Uint8Array() });
    this.#log.compact(base.through);
    this.begin(base);
    this.#context.write({ records: [], snapshot: encodeBase(base), compactedThrough: base.through });
    return true;
  }

  /** Once per heartbeat round. A full voter only bounds the reports; a witness trims, unless its storage is busy. */
  tick(): void {
    const { configuration, decidedThrough, isWitness, isWriting, limits, tick } = this.#context;
    if (configuration === undefined || tick % limits.heartbeatTicks !== 0) return;
    this.#kept.forgetOthers(configuration);
    if (!isWitness || isWriting) return;
    const kept = this.#kept.through(configuration);
    const bound = this.#log.tailBefore(decidedThrough, Number.POSITIVE_INFINITY, limits.witnessBytes);
    const through = Math.min(Math.max(kept, bound), decidedThrough) as Slot;
    if (through > this.#log.compactedThrough) this.#trim(through);
  }

  #trim(through: Slot): void {
    for (let slot = nextSlot(this.#log.compactedThrough); slot <= through; slot = nextSlot(slot)) {
      const entry = this.#log.get(slot)?.entry;
      if (entry?.type === 'configuration')
        this.#inForce = { epoch: slot, configuration: entry.configuration };
    }
    if (this.#inForce === undefined) return;
    this.#log.compact(through);
    const base = encodeBase({ ...this.#inForce, through });
    this.#context.write({ records: [], snapshot: base, compactedThrough: through });
  }
}
