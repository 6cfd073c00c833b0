/** How a replica stops for good, and what it says of that. */

import type { Halted, Successor } from '../effects.ts';
import type { DecidedLog } from '../log/decided-log.ts';
import { firstGeneration, type Generation } from '../membership/generation.ts';
import type { Message } from '../messages.ts';
import { noBallot } from '../model/ballot.ts';
import { type Slot, slot } from '../model/ids.ts';
import type { Clock } from './clock.ts';
import type { EffectsBuffer } from './effects-buffer.ts';

interface Parts {
  readonly clock: Clock;
  readonly effects: EffectsBuffer;
  readonly decided: DecidedLog;
  readonly generation: Generation;
}

const rolledBack: Halted = { reason: 'rolledBack', why: 'the storage has lost what it had confirmed' };

function supersededBy(successor: Successor): Halted {
  return { reason: 'superseded', why: `the board went on in generation ${successor.generation}`, successor };
}

export class Halting {
  readonly #clock: Clock;
  readonly #effects: EffectsBuffer;
  readonly #decided: DecidedLog;
  readonly #generation: Generation;
  #halted: Halted | undefined;

  constructor(parts: Parts) {
    this.#clock = parts.clock;
    this.#effects = parts.effects;
    this.#decided = parts.decided;
    this.#generation = parts.generation;
  }

  /** Absent while the replica takes part. */
  get halted(): Halted | undefined {
    return this.#halted;
  }

  /**
   * Restores an end that the storage remembers. The replica still hands out what it knows, so that a person can keep it;
   * it takes no part, and writes nothing.
   *
   * @returns whether there was one.
   */
  restore(successor: Successor | undefined, wasRolledBack: boolean): boolean {
    if (successor !== undefined) this.#stop(supersededBy(successor));
    else if (wasRolledBack) this.#stop(rolledBack);
    return this.#halted !== undefined;
  }

  /** An invariant does not hold: whatever this replica knows may be wrong. */
  fail(why: string): void {
    this.#halt({ reason: 'invariant', why });
  }

  /** A majority of the voters has another state after slot `at`. */
  diverge(at: Slot): void {
    this.#halt({ reason: 'diverged', why: `the state after slot ${at} differs from that of a majority` });
  }

  /**
   * `message` is of a higher generation. The end is durable, too: majorities of superseded replicas that restart while
   * the newer generation is away would settle changes in a dead one.
   */
  supersede(message: Message): void {
    const { generation } = message;
    let successor: Successor = { generation };
    const decidedThrough = this.#decided.through;
    // Both may have parted from an earlier one, at different slots.
    const own =
      this.#generation.number === firstGeneration
        ? decidedThrough
        : this.#generation.sharedThrough(this.#decided.configuration);
    if (own !== null && 'sharedThrough' in message && message.sharedThrough !== null) {
      const shared = Math.min(message.sharedThrough, own, decidedThrough);
      successor = { generation, sharedThrough: slot(shared), decidedThrough: message.decidedThrough };
    }
    this.#halt(supersededBy(successor));
    this.#effects.write(
      { generation: this.#generation.number, records: [], supersededBy: successor },
      this.#clock.tick,
    );
  }

  /** The end is durable: what this acceptor has promised and accepted since is lost, and an acceptor must not forget that. */
  rollBack(): void {
    this.#halt(rolledBack);
    this.#effects.write(
      { generation: this.#generation.number, records: [], rolledBack: true },
      this.#clock.tick,
    );
  }

  #halt(halted: Halted): void {
    this.#effects.silence();
    this.#stop(halted);
  }

  #stop(halted: Halted): void {
    this.#halted = halted;
    this.#effects.trace({ type: 'role', role: 'halted', ballot: noBallot, why: halted.why });
  }
}
