/**
 * The bytes under way to each peer in its bulk lane, and those that have arrived.
 *
 * A link keeps the order of bulk and loses nothing while it is up, but it may be slow: silence does not mean loss. So
 * nothing large is sent again before it is known to have arrived, and only a bounded number of bytes is under way at a
 * time. A mark follows every `markBytes`; its answer says that all before it has arrived, or is lost. Only
 * marks are sent again on suspicion: they are small.
 *
 * Model: etcd-io/raft's Progress and Inflights (https://pkg.go.dev/go.etcd.io/raft/v3/tracker), in bytes instead of messages.
 */

import type { ReplicaId } from '../model/ids.ts';

export interface FlowLimits {
  /** Bytes of bulk under way to one peer, at most; one message more may be begun. */
  readonly maxInFlightBytes: number;
  /** A mark follows after so many bytes. Fewer are not worth one, and may be sent again on suspicion. */
  readonly markBytes: number;
  /** Ticks without an answer after which another mark is sent; doubled each time that there is none. */
  readonly resendTicks: number;
}

/** Doublings of a wait for an answer, at most: 16 times the first. */
export const maxWaitDoublings = 4;

/** How long to wait after `attempts` without success, ticks. */
export function waitTicks(resendTicks: number, attempts: number): number {
  return resendTicks * 2 ** Math.min(attempts, maxWaitDoublings);
}

interface Mark {
  readonly number: number;
  /** Bytes sent before it. */
  readonly bytes: number;
}

interface Flow {
  /** Bytes of bulk since the link came up. */
  sent: number;
  arrived: number;
  /** Sent and not answered, the oldest first. */
  marks: Mark[];
  markedBytes: number;
  markTick: number;
  /** Marks in a row without an answer. */
  attempts: number;
  arrivedTick: number;
}

export class Outflow {
  readonly #limits: FlowLimits;
  readonly #flows = new Map<ReplicaId, Flow>();
  #lastNumber = 0;

  constructor(limits: FlowLimits) {
    this.#limits = limits;
  }

  /** The link to `peer` is up: nothing is under way. */
  up(peer: ReplicaId, tick: number): void {
    this.#flows.set(peer, {
      sent: 0,
      arrived: 0,
      marks: [],
      markedBytes: 0,
      markTick: tick,
      attempts: 0,
      arrivedTick: tick,
    });
  }

  down(peer: ReplicaId): void {
    this.#flows.delete(peer);
  }

  /** `bytes` of bulk leave for `peer`. @returns the number of the mark to send behind them, if one is due. */
  noteSent(peer: ReplicaId, bytes: number, tick: number): number | undefined {
    const flow = this.#flows.get(peer);
    if (flow === undefined) return undefined;
    flow.sent += bytes;
    if (flow.sent - flow.markedBytes < this.#limits.markBytes) return undefined;
    return this.#mark(flow, tick);
  }

  /** `peer` has all that was sent before the mark `number`. */
  noteArrived(peer: ReplicaId, number: number, tick: number): void {
    const flow = this.#flows.get(peer);
    const mark = flow?.marks.find((known) => known.number === number);
    if (flow === undefined || mark === undefined) return;
    this.noteRead(peer, mark.bytes);
    flow.attempts = 0;
    flow.markTick = tick;
    flow.arrivedTick = tick;
  }

  /** `peer` shows that it has what was sent before `ticket` was taken. */
  noteRead(peer: ReplicaId, ticket: number): void {
    const flow = this.#flows.get(peer);
    if (flow === undefined || ticket <= flow.arrived) return;
    flow.arrived = ticket;
    flow.marks = flow.marks.filter(({ bytes }) => bytes > ticket);
  }

  /** Whether more may be sent to `peer` now. */
  hasRoom(peer: ReplicaId): boolean {
    const flow = this.#flows.get(peer);
    return flow === undefined || flow.sent - flow.arrived < this.#limits.maxInFlightBytes;
  }

  /** All that was sent to `peer` so far: to be asked later whether it has arrived. */
  ticket(peer: ReplicaId): number {
    return this.#flows.get(peer)?.sent ?? 0;
  }

  /** Whether `peer` has what was sent before `ticket` was taken, or it was lost; all but fewer bytes than are worth a mark. */
  hasArrived(peer: ReplicaId, ticket: number): boolean {
    const flow = this.#flows.get(peer);
    return flow === undefined || ticket - flow.arrived < this.#limits.markBytes;
  }

  /** Whether nothing is under way to `peer`. */
  isClear(peer: ReplicaId): boolean {
    return this.hasArrived(peer, this.ticket(peer));
  }

  /** When `peer` last said that something has arrived, or its link came up. */
  arrivedTick(peer: ReplicaId): number {
    return this.#flows.get(peer)?.arrivedTick ?? 0;
  }

  /** @returns the marks to send again: there was no answer to the last one for long. */
  overdue(tick: number): readonly { readonly peer: ReplicaId; readonly number: number }[] {
    const due: { peer: ReplicaId; number: number }[] = [];
    for (const [peer, flow] of this.#flows) {
      if (flow.marks.length === 0) continue;
      if (tick - flow.markTick < waitTicks(this.#limits.resendTicks, flow.attempts)) continue;
      flow.attempts += 1;
      due.push({ peer, number: this.#mark(flow, tick) });
    }
    return due;
  }

  #mark(flow: Flow, tick: number): number {
    this.#lastNumber += 1;
    // One that says no more than the last takes its place; the answers to both say the same.
    flow.marks.push({ number: this.#lastNumber, bytes: flow.sent });
    flow.markedBytes = flow.sent;
    flow.markTick = tick;
    return this.#lastNumber;
  }
}
