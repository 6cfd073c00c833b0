/**
 * How much a peer may draw with questions: a few bytes ask for half a megabyte, and nothing else keeps somebody from asking
 * again and again. An honest one asks once at a time, and again after a while if it gets no answer.
 */

import type { ReplicaId } from '../model/ids.ts';

export interface AnswerLimits {
  /** That a peer may draw at once, bytes; one answer more may be begun. */
  readonly answerBurstBytes: number;
  /** That it gets back each tick, bytes. */
  readonly answerBytesPerTick: number;
}

export class AnswerBudget {
  readonly #limits: AnswerLimits;
  readonly #left = new Map<ReplicaId, { readonly bytes: number; readonly tick: number }>();

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** Whether `peer` is to be answered now. */
  allows(peer: ReplicaId, tick: number): boolean {
    return this.#leftAt(peer, tick) > 0;
  }

  spend(peer: ReplicaId, bytes: number, tick: number): void {
    this.#left.set(peer, { bytes: this.#leftAt(peer, tick) - bytes, tick });
  }

  /** The link to `peer` is gone. */
  forget(peer: ReplicaId): void {
    this.#left.delete(peer);
  }

  #leftAt(peer: ReplicaId, tick: number): number {
    const { answerBurstBytes, answerBytesPerTick } = this.#limits;
    const known = this.#left.get(peer);
    if (known === undefined) return answerBurstBytes;
    return Math.min(answerBurstBytes, known.bytes + (tick - known.tick) * answerBytesPerTick);
  }
}
