/**
 * This replica's own commands, from submission until they are decided.
 *
 * They go to the leader in sequence order, with bounded bytes in flight. The leader reports which ones it has queued:
 * those wait for their decision, and are not sent to that leader again. After a change of leader, or a new link,
 * sending restarts at the first undecided one.
 */

import { waitTicks } from '../flow/outflow.ts';
import { maxSubmitMessageBytes } from '../messages.ts';
import { bodyBytes, type Group, lastOf, maxBatchCommands } from '../model/entry.ts';
import { invariant } from '../model/invariant.ts';
import type { Limits } from '../model/limits.ts';
import { follows } from '../model/sequence.ts';

interface Pending {
  readonly group: Group;
  /** Bytes of all own groups since the start, through this one. */
  readonly end: number;
}

export class Submissions {
  readonly #limits: Limits;
  readonly #pending: Pending[] = [];
  #lastSequence = 0;
  /** As {@link Pending.end}, of the last decided group. */
  #decidedEnd = 0;
  /** The number of pending groups that were sent; the first {@link #taken} of them are queued at the leader. */
  #sent = 0;
  #taken = 0;
  /** Ticks since the last send, `taken` reply or decision. */
  #idleTicks = 0;
  /** Groups in transit, at most: few after a leader had no room, and twice as many with each that it takes. */
  #mostInFlight = Number.POSITIVE_INFINITY;
  /** Consecutive retries without a `taken` reply. */
  #attempts = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** The number of undecided commands. */
  get count(): number {
    return this.#pending.reduce((sum, { group }) => sum + group.bodies.length, 0);
  }

  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  /** @param decided the last decided sequence of this replica: an older group is done. */
  add(group: Group, decided: number): void {
    if (lastOf(group) <= decided) return;
    // Groups of an earlier start that were decided meanwhile are never submitted.
    const last = Math.max(this.#lastSequence, decided);
    invariant(
      this.#lastSequence === 0 || follows(group.first, last),
      () => `command ${group.first} does not follow ${last}`,
    );
    this.#lastSequence = lastOf(group);
    this.#pending.push({ group, end: this.#end(this.#pending.length) + bodyBytes(group) });
  }

  /** Every own command through `sequence` is decided. */
  decidedThrough(sequence: number): void {
    const done = this.#countThrough(sequence, this.#pending.length);
    if (done === 0) return;
    // Decided commands had reached a leader; none of them is in flight any more.
    this.#sent = Math.max(0, this.#sent - done);
    this.#taken = Math.max(0, this.#taken - done);
    this.#decidedEnd = this.#end(done);
    this.#pending.splice(0, done);
    this.#progressed();
  }

  /** The leader has every own command through `sequence`, and decides them if it stays leader. */
  taken(sequence: number): void {
    const count = this.#countThrough(sequence, this.#sent);
    if (count <= this.#taken) return;
    this.#taken = count;
    this.#progressed();
  }

  /** The leader had no room for what it has not taken, and has some now. */
  invited(): void {
    if (this.#taken === this.#sent) return;
    this.#mostInFlight = 1;
    this.#idleTicks = 0;
    this.unsendUntaken();
  }

  /** The groups that no leader has taken are sent again. */
  unsendUntaken(): void {
    this.#sent = this.#taken;
  }

  /** Assumes that everything sent is lost. */
  sendAgain(): void {
    this.#sent = 0;
    this.#taken = 0;
    this.#mostInFlight = Number.POSITIVE_INFINITY;
    this.#progressed();
  }

  tick(): void {
    this.#idleTicks += 1;
  }

  /** Whether any has been waiting for `ticks` ticks without progress. */
  waitFor(ticks: number): boolean {
    return this.#pending.length > 0 && this.#idleTicks >= ticks;
  }

  /** Whether a `taken` reply is overdue `ticks` after the last command arrived. */
  isOverdue(ticks: number): boolean {
    if (this.#taken === this.#sent) return false;
    return Math.min(this.#idleTicks, ticks) >= waitTicks(this.#limits.resendTicks, this.#attempts);
  }

  /** Marks commands without a `taken` reply to be sent again. */
  resend(): void {
    this.unsendUntaken();
    this.#idleTicks = 0;
    this.#attempts += 1;
  }

  /** The groups of one message, which count as in flight from here on. Empty if there is no room for any. */
  next(): readonly Group[] {
    const groups: Group[] = [];
    let commands = 0;
    let messageBytes = 0;
    for (;;) {
      const pending = this.#pending[this.#sent];
      if (pending === undefined) break;
      const { group } = pending;
      const bytes = bodyBytes(group);
      commands += group.bodies.length;
      messageBytes += bytes;
      const isFull = commands > maxBatchCommands || messageBytes > maxSubmitMessageBytes;
      if (!this.#hasRoom(bytes) || (isFull && groups.length > 0)) break;
      groups.push(group);
      this.#sent += 1;
    }
    if (groups.length > 0) this.#idleTicks = 0;
    return groups;
  }

  /** A single group always has room. */
  #hasRoom(bytes: number): boolean {
    const { maxSubmitBytes, maxUndecidedSubmitBytes } = this.#limits;
    if (this.#sent - this.#taken >= this.#mostInFlight) return false;
    const end = this.#end(this.#sent) + bytes;
    const fits = end - this.#end(this.#taken) <= maxSubmitBytes || this.#sent === this.#taken;
    return fits && (end - this.#decidedEnd <= maxUndecidedSubmitBytes || this.#sent === 0);
  }

  /** As {@link Pending.end}, of the first `count` pending groups. */
  #end(count: number): number {
    return this.#pending[count - 1]?.end ?? this.#decidedEnd;
  }

  /** How many of the first `most` pending groups are numbered through `sequence`. */
  #countThrough(sequence: number, most: number): number {
    let count = 0;
    for (const { group } of this.#pending) {
      if (count === most || lastOf(group) > sequence) break;
      count += 1;
    }
    return count;
  }

  #progressed(): void {
    this.#idleTicks = 0;
    this.#attempts = 0;
    this.#mostInFlight *= 2;
  }
}
