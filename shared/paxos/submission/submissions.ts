/**
 * This replica's own commands, from the moment they are submitted until they are decided.
 *
 * They go to the leader in sequence order, a bounded number of bytes at a time. The leader says which of them it has
 * taken: those wait for their decision and are not sent again to that leader. Whatever was sent to an earlier one, or on a
 * link that has come up anew, is sent again from the first undecided one on.
 */

import { waitTicks } from '../flow/outflow.ts';
import { maxSubmitMessageBytes } from '../messages.ts';
import { type Command, maxBatchCommands } from '../model/entry.ts';
import type { ReplicaId } from '../model/ids.ts';
import { invariant } from '../model/invariant.ts';
import type { Limits } from '../model/limits.ts';

export class Submissions {
  readonly #origin: ReplicaId;
  readonly #limits: Limits;
  #pending: Command[] = [];
  #lastSequence = 0;
  /** How many of the pending ones were sent; the first {@link #taken} of them wait at the leader. */
  #sent = 0;
  #sentBytes = 0;
  #taken = 0;
  #takenBytes = 0;
  /** Ticks since anything was sent, taken or decided. */
  #idleTicks = 0;
  /** Times in a row that something was sent again, and not taken. */
  #attempts = 0;

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
    const done = this.#countThrough(sequence, this.#pending.length);
    if (done === 0) return;
    // What is decided was with some leader; nothing of it is under way any more.
    this.#take(Math.min(done, this.#sent));
    for (const command of this.#pending.splice(0, done)) {
      if (this.#sent === 0) continue;
      this.#sent -= 1;
      this.#sentBytes -= command.body.byteLength;
      this.#taken -= 1;
      this.#takenBytes -= command.body.byteLength;
    }
    this.#progressed();
  }

  /** The leader has every own command up to `sequence`, and will have them decided if it goes on leading. */
  taken(sequence: number): void {
    const count = this.#countThrough(sequence, this.#sent);
    if (count <= this.#taken) return;
    this.#take(count);
    this.#progressed();
  }

  /** Whatever was sent is taken for lost. */
  sendAgain(): void {
    this.#sent = 0;
    this.#sentBytes = 0;
    this.#taken = 0;
    this.#takenBytes = 0;
    this.#progressed();
  }

  tick(): void {
    this.#idleTicks += 1;
  }

  /** Whether what was sent should have been taken since, `ticks` after the last of it arrived. */
  isOverdue(ticks: number): boolean {
    if (this.#taken === this.#sent) return false;
    return Math.min(this.#idleTicks, ticks) >= waitTicks(this.#limits.resendTicks, this.#attempts);
  }

  /** What was sent and not taken is to be sent once more. */
  resend(): void {
    this.#sent = this.#taken;
    this.#sentBytes = this.#takenBytes;
    this.#idleTicks = 0;
    this.#attempts += 1;
  }

  /** The commands of one message, to be sent now; from here on they are on their way. None if there is no room for any. */
  next(): readonly Command[] {
    const commands: Command[] = [];
    let messageBytes = 0;
    while (commands.length < maxBatchCommands) {
      const command = this.#pending[this.#sent];
      if (command === undefined) break;
      const bytes = command.body.byteLength;
      messageBytes += bytes;
      if (!this.#hasRoom(bytes) || (messageBytes > maxSubmitMessageBytes && commands.length > 0)) break;
      commands.push(command);
      this.#sent += 1;
      this.#sentBytes += bytes;
    }
    if (commands.length > 0) this.#idleTicks = 0;
    return commands;
  }

  /** A single command always has room. */
  #hasRoom(bytes: number): boolean {
    const { maxSubmitBytes, maxUndecidedSubmitBytes } = this.#limits;
    const fits = this.#sentBytes - this.#takenBytes + bytes <= maxSubmitBytes || this.#sent === this.#taken;
    return fits && (this.#sentBytes + bytes <= maxUndecidedSubmitBytes || this.#sent === 0);
  }

  /** How many of the first `most` pending ones are numbered up to `sequence`. */
  #countThrough(sequence: number, most: number): number {
    let count = 0;
    while (count < most && (this.#pending[count]?.sequence ?? Number.POSITIVE_INFINITY) <= sequence)
      count += 1;
    return count;
  }

  #take(count: number): void {
    for (; this.#taken < count; this.#taken += 1) {
      this.#takenBytes += this.#pending[this.#taken]?.body.byteLength ?? 0;
    }
  }

  #progressed(): void {
    this.#idleTicks = 0;
    this.#attempts = 0;
  }
}
