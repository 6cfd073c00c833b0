/**
 * The bytes in flight to each peer in its bulk lane, and those that have arrived.
 *
 * A link keeps bulk in order and loses nothing while it is up, but it may be slow: silence does not mean loss. So
 * nothing large is sent again before it is known to have arrived, and the bytes in flight are bounded. A mark follows
 * every `markBytes`; its reply says that everything before it has arrived, or is lost. Only marks are retried on
 * suspicion, as they are small.
 *
 * Modelled after etcd-io/raft's Progress and Inflights (https://pkg.go.dev/go.etcd.io/raft/v3/tracker), in bytes
 * instead of messages.
 */

import type { ReplicaId } from '../model/ids.ts';
import type { FlowLimits } from '../model/limits.ts';

/** Doublings of the wait for a reply, at most: 16 times the first. */
export const maxWaitDoublings = 4;

/** The wait after `attempts` without success, in ticks. */
export function waitTicks(resendTicks: number, attempts: number): number {
  return resendTicks * 2 ** Math.min(attempts, maxWaitDoublings);
}

interface Mark {
  readonly number: number;
  /** Bytes sent before the mark. */
  readonly bytes: number;
}

interface Flow {
  /** Bytes of bulk since link-up. */
  sent: number;
  arrived: number;
  /** Unanswered marks, oldest first. */
  marks: Mark[];
  markedBytes: number;
  markTick: number;
  /** Consecutive marks without a reply. */
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

  /** Link-up: nothing is in flight. */
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

  /** `bytes` of bulk leave for `peer`. @returns the number of the mark to send after them, if one is due. */
  noteSent(peer: ReplicaId, bytes: number, tick: number): number | undefined {
    const flow = this.#flows.get(peer);
    if (flow === undefined) return undefined;
    flow.sent += bytes;
    if (flow.sent - flow.markedBytes < this.#limits.markBytes) return undefined;
    return this.#mark(flow, tick);
  }

  /** `peer` has everything that was sent before the mark `number`. */
  noteArrived(peer: ReplicaId, number: number, tick: number): void {
    const flow = this.#flows.get(peer);
    const mark = flow?.marks.find((known) => known.number === number);
    if (flow === undefined || mark === undefined) return;
    this.noteRead(peer, mark.bytes);
    flow.attempts = 0;
    flow.markTick = tick;
    flow.arrivedTick = tick;
  }

  /** `peer` shows that it has everything sent before `ticket` was taken. */
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

  /** The current position in the stream to `peer`, for {@link hasArrived}. */
  ticket(peer: ReplicaId): number {
    return this.#flows.get(peer)?.sent ?? 0;
  }

  /** Whether everything before `ticket` has arrived or is lost, except fewer bytes than are worth a mark. */
  hasArrived(peer: ReplicaId, ticket: number): boolean {
    const flow = this.#flows.get(peer);
    return flow === undefined || ticket - flow.arrived < this.#limits.markBytes;
  }

  /** Whether nothing is in flight to `peer`. */
  isClear(peer: ReplicaId): boolean {
    return this.hasArrived(peer, this.ticket(peer));
  }

  /**
   * Whether so much is in flight to `peer` that its replies may be late. One mark's worth is no sign of that: a small message may complete
   * a mark minutes after the other bytes have arrived.
   */
  isBusy(peer: ReplicaId): boolean {
    const flow = this.#flows.get(peer);
    return flow !== undefined && flow.sent - flow.arrived >= 2 * this.#limits.markBytes;
  }

  /** The tick of the last arrival that `peer` reported, or of link-up. */
  arrivedTick(peer: ReplicaId): number {
    return this.#flows.get(peer)?.arrivedTick ?? 0;
  }

  /** @returns the marks to send again: the last one is unanswered for too long. */
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
    // Replaces a last mark at the same position: the replies to both mean the same.
    flow.marks.push({ number: this.#lastNumber, bytes: flow.sent });
    flow.markedBytes = flow.sent;
    flow.markTick = tick;
    return this.#lastNumber;
  }
}
