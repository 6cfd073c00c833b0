/**
 * This replica's own commands, from the moment they are submitted until they are decided.
 *
 * They go to the leader in sequence order, a bounded number of bytes at a time, and again from the first undecided
 * one whenever nothing came of them: a new leader, a link that came back, a wait without progress.
 */

import { type Command, maxBatchCommands } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Limits } from '../model/limits.ts';

export class Submissions {
  readonly #origin: ReplicaId;
  readonly #limits: Limits;
  #pending: Command[] = [];
  #lastSequence = 0;
  /** How many of the pending ones are on their way. */
  #sent = 0;
  #sentBytes = 0;
  #ticksWithoutProgress = 0;

  constructor(origin: ReplicaId, limits: Limits) {
    this.#origin = origin;
    this.#limits = limits;
  }

  get count(): number {
    return this.#pending.length;
  }

  /** @param decided the last sequence of this replica that was decided: an older command is done with. */
  add(sequence: number, body: Uint8Array, decided: number): void {
    invariant(
      this.#lastSequence === 0 || sequence === this.#lastSequence + 1,
      `command ${sequence} does not follow ${this.#lastSequence}`,
    );
    this.#lastSequence = sequence;
    if (sequence > decided) this.#pending.push({ origin: this.#origin, sequence, body });
  }

  /** Every own command up to `sequence` is decided. */
  decidedThrough(sequence: number): void {
    let done = 0;
    while ((this.#pending[done]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence) done += 1;
    if (done === 0) return;
    for (const command of this.#pending.splice(0, done)) {
      if (this.#sent === 0) continue;
      this.#sent -= 1;
      this.#sentBytes -= command.body.byteLength;
    }
    this.#ticksWithoutProgress = 0;
  }

  /** Whatever is on its way is taken for lost. */
  sendAgain(): void {
    this.#sent = 0;
    this.#sentBytes = 0;
    this.#ticksWithoutProgress = 0;
  }

  tick(): void {
    if (this.#pending.length === 0) return;
    this.#ticksWithoutProgress += 1;
    if (this.#ticksWithoutProgress >= this.#limits.resendTicks) this.sendAgain();
  }

  /** The commands to send now; from here on they are on their way. */
  next(): readonly Command[] {
    const commands: Command[] = [];
    while (commands.length < maxBatchCommands) {
      const command = this.#pending[this.#sent];
      if (command === undefined) break;
      const bytes = command.body.byteLength;
      if (this.#sentBytes + bytes > this.#limits.maxSubmitBytes && this.#sent > 0) break;
      commands.push(command);
      this.#sent += 1;
      this.#sentBytes += bytes;
    }
    return commands;
  }
}
