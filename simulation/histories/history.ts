/** What clients saw: which operation began and ended when, and what it answered. */

import { type Command, commandsOf } from '#shared/paxos/model/entry.ts';
import type { Taken } from '../checks/check.ts';
import { type Operation, operationFrom } from './operation.ts';
import { Registers } from './registers.ts';

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
  /** The registers before the first operation. */
  readonly initial: Registers;
  readonly #begun = new Map<string, { readonly command: Command; readonly seen: Seen }>();

  constructor(now: () => number, initial = new Registers()) {
    this.#now = now;
    this.initial = initial;
  }

  /**
   * Of the generation that `id` begins from `registers`: what had no answer yet may get one there, and what is in
   * `taken` takes effect there anew. So may what `id` had seen an answer to, and lost in a crash.
   */
  succeeded(id: string, now: () => number, taken: readonly Taken[], registers: Registers): History {
    const next = new History(now, registers.copy());
    const again = new Set<string>();
    for (const { entry } of taken) {
      if (entry.type !== 'commands') continue;
      for (const { origin, sequence } of commandsOf(entry.groups)) again.add(nameOf(origin, sequence));
    }
    for (const [name, { command, seen }] of this.#begun) {
      // What the registers hold already took effect before this generation, whoever saw an answer.
      if (command.sequence <= registers.last(command.origin)) continue;
      if (seen.ended !== undefined && !again.has(name) && command.origin !== id) continue;
      const { client, operation, began } = seen;
      next.#begun.set(name, { command, seen: { client, operation, began } });
    }
    return next;
  }

  get all(): readonly Seen[] {
    return [...this.#begun.values()].map(({ seen }) => seen);
  }

  /** What `client` began and has no answer to may get one in another generation, and may take effect in this one yet. */
  carryOver(client: string, to: History): void {
    for (const [name, { command, seen }] of this.#begun) {
      if (seen.client !== client || seen.ended !== undefined) continue;
      // It took effect in the past that the generations share.
      if (command.sequence <= to.initial.last(client)) continue;
      to.#begun.set(name, { command, seen: { ...seen } });
    }
  }

  began(command: Command): void {
    const { origin, sequence, body } = command;
    const seen = { client: origin, operation: operationFrom(body), began: this.#now() };
    this.#begun.set(nameOf(origin, sequence), { command, seen });
  }

  /** Its own replica applied it. An answer that is heard again after a restart is none; one that a snapshot hides, too. */
  answered(origin: string, sequence: number, answer: string): void {
    const seen = this.#begun.get(nameOf(origin, sequence))?.seen;
    if (seen === undefined || seen.ended !== undefined) return;
    seen.ended = this.#now();
    seen.answer = answer;
  }
}

function nameOf(origin: string, sequence: number): string {
  return `${origin}#${sequence}`;
}
