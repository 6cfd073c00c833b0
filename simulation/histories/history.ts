/** What clients saw: which operation began and ended when, and what it answered. */

import type { Command } from '#shared/paxos/entry.ts';
import { type Operation, operationFrom } from './operation.ts';

/** One operation as its client saw it. */
export interface Seen {
  readonly client: string;
  readonly operation: Operation;
  readonly began: number;
  /** Absent while no answer has come: it may have taken effect, and may yet. */
  ended?: number;
  answer?: string | undefined;
}

/** The history of all clients. */
export class History {
  readonly #now: () => number;
  readonly #seen = new Map<string, Seen>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get all(): readonly Seen[] {
    return [...this.#seen.values()];
  }

  began({ origin, sequence, body }: Command): void {
    const operation = operationFrom(body);
    this.#seen.set(nameOf(origin, sequence), { client: origin, operation, began: this.#now() });
  }

  /** Its own replica applied it. An answer that is heard again after a restart is none; one that a snapshot hides, too. */
  answered(origin: string, sequence: number, answer: string): void {
    const seen = this.#seen.get(nameOf(origin, sequence));
    if (seen === undefined || seen.ended !== undefined) return;
    seen.ended = this.#now();
    seen.answer = answer;
  }
}

function nameOf(origin: string, sequence: number): string {
  return `${origin}#${sequence}`;
}
