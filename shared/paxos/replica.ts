/**
 * One device's copy of one board: proposer, acceptor (if it votes) and learner of a Multi-Paxos log.
 *
 * A deterministic state machine: `step` takes one event, `drain` returns the effects since the last drain. The same
 * events in the same order, with the same random numbers, give the same effects. The protocol is described in
 * `docs/protocol.md`; `core/core.ts` wires the parts.
 */

import { Core } from './core/core.ts';
import type { Effects, Event, Status } from './effects.ts';
import { bodyBytes, maxBatchBytes } from './model/entry.ts';
import type { ReplicaId } from './model/ids.ts';
import { InvariantViolation } from './model/invariant.ts';
import { defaultLimits } from './model/limits.ts';
import type { ReplicaOptions } from './options.ts';

export class Replica {
  readonly id: ReplicaId;
  readonly #core: Core;
  /** Of the current state: a driver asks several times between two steps. */
  #status: Status | undefined;

  /** @throws InvariantViolation if `state` could not have been written by a replica. */
  constructor(options: ReplicaOptions) {
    const limits = { ...defaultLimits, ...options.limits };
    this.id = options.id;
    this.#core = new Core(options, {
      ...limits,
      maxSlotsAhead: Math.max(limits.maxSlotsAhead, limits.windowSlots),
    });
  }

  /**
   * Processes one event. A failed invariant halts the replica ({@link Status.halted}); it ignores all events from then
   * on.
   *
   * @throws RangeError for own commands that are together larger than `maxBatchBytes`.
   */
  step(event: Event): void {
    this.#status = undefined;
    const { halting } = this.#core;
    if (halting.halted !== undefined) return;
    if (event.type === 'submit' && bodyBytes(event.group) > maxBatchBytes) {
      throw new RangeError(`a group has at most ${maxBatchBytes} bytes, not ${bodyBytes(event.group)}`);
    }
    try {
      this.#core.step(event);
    } catch (error) {
      if (!(error instanceof InvariantViolation)) throw error;
      halting.fail(error.message);
    }
  }

  /** The effects since the last drain. */
  drain(): Effects {
    this.#status = undefined;
    return this.#core.drain();
  }

  status(): Status {
    this.#status ??= this.#core.status();
    return this.#status;
  }
}
