/**
 * This replica's own commands, from the moment they are submitted until they are decided.
 *
 * They go to the leader in sequence order, a bounded number of bytes at a time, and again from the first undecided
 * one whenever nothing came of them: a new leader, a link that came back, a wait without progress.
 */

import { bodyBytes, type Group, lastOf, maxBatchCommands } from '../model/entry.ts';
import { invariant } from '../model/invariant.ts';
import type { Limits } from '../model/limits.ts';

export class Submissions {
  readonly #limits: Limits;
  #pending: Group[] = [];
  #lastSequence = 0;
  /** How many of the pending groups are on their way. */
  #sent = 0;
  #sentBytes = 0;
  #ticksWithoutProgress = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Commands that are not decided. */
  get count(): number {
    return this.#pending.reduce((sum, { bodies }) => sum + bodies.length, 0);
  }

  /** @param decided the last sequence of this replica that was decided: an older group is done with. */
  add(group: Group, decided: number): void {
    invariant(
      this.#lastSequence === 0 || group.first === this.#lastSequence + 1,
      `command ${group.first} does not follow ${this.#lastSequence}`,
    );
    this.#lastSequence = lastOf(group);
    if (this.#lastSequence > decided) this.#pending.push(group);
  }

  /** Every own command up to `sequence` is decided. */
  decidedThrough(sequence: number): void {
    let done = 0;
    for (const group of this.#pending) {
      if (lastOf(group) > sequence) break;
      done += 1;
    }
    if (done === 0) return;
    for (const group of this.#pending.splice(0, done)) {
      if (this.#sent === 0) continue;
      this.#sent -= 1;
      this.#sentBytes -= bodyBytes(group);
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

  /** The groups to send now; from here on they are on their way. */
  next(): readonly Group[] {
    const groups: Group[] = [];
    let commands = 0;
    for (;;) {
      const group = this.#pending[this.#sent];
      if (group === undefined) break;
      commands += group.bodies.length;
      if (commands > maxBatchCommands && groups.length > 0) break;
      const bytes = bodyBytes(group);
      if (this.#sentBytes + bytes > this.#limits.maxSubmitBytes && this.#sent > 0) break;
      groups.push(group);
      this.#sent += 1;
      this.#sentBytes += bytes;
    }
    return groups;
  }
}
