/** Permanent stops of a replica, and their reports. */

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

  /** Undefined while the replica takes part. */
  get halted(): Halted | undefined {
    return this.#halted;
  }

  /**
   * Restores a stop that the storage recorded. The replica still hands out its state, so that a person can export it;
   * it neither takes part nor writes.
   *
   * @returns whether a stop was recorded.
   */
  restore(successor: Successor | undefined, wasRolledBack: boolean): boolean {
    if (successor !== undefined) this.#stop(supersededBy(successor));
    else if (wasRolledBack) this.#stop(rolledBack);
    return this.#halted !== undefined;
  }

  /** An invariant failed: the whole local state may be wrong. */
  fail(why: string): void {
    this.#halt({ reason: 'invariant', why });
  }

  /** A majority of the voters has another state after slot `at`. */
  diverge(at: Slot): void {
    this.#halt({ reason: 'diverged', why: `the state after slot ${at} differs from that of a majority` });
  }

  /**
   * `message` is of a higher generation. The stop is durable: superseded replicas that restart while the newer
   * generation is unreachable could otherwise form a majority and decide in the old one.
   */
  supersede(message: Message): void {
    const { generation } = message;
    let successor: Successor = { generation };
    const decidedThrough = this.#decided.through;
    // Both generations may have left an earlier one at different slots.
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

  /** The stop is durable: this acceptor has lost promises and accepts, which an acceptor must never forget. */
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
