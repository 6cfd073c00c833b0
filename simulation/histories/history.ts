/** Client-side history: the start, end and answer of each operation. */

import { type Command, commandsOf } from '#shared/paxos/model/entry.ts';
import { incarnationOf } from '#shared/paxos/model/sequence.ts';
import type { RecoveredEntry } from '../checks/ledger.ts';
import { type Operation, operationFrom } from './operation.ts';
import { Registers } from './registers.ts';

/** One operation as its client observes it. */
export interface Seen {
  readonly client: string;
  /** The start of the client's device that it belongs to: a crash can lose the last ones of each. */
  readonly incarnation: number;
  readonly operation: Operation;
  readonly began: number;
  /** Absent until an answer arrives: the operation may have taken effect, and may still do so. */
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
   * The history of the generation that `id` begins from `registers`: open operations may get an answer there, and the
   * operations in `taken` take effect again. So may operations whose answer `id` had received and lost in a crash.
   */
  succeeded(id: string, now: () => number, taken: readonly RecoveredEntry[], registers: Registers): History {
    const next = new History(now, registers.copy());
    const again = new Set<string>();
    for (const { entry } of taken) {
      if (entry.type !== 'commands') continue;
      for (const { origin, sequence } of commandsOf(entry.groups)) again.add(nameOf(origin, sequence));
    }
    for (const [name, { command, seen }] of this.#begun) {
      // The operations in the registers took effect before this generation, whether or not they were answered.
      if (command.sequence <= registers.last(command.origin)) continue;
      if (seen.ended !== undefined && !again.has(name) && command.origin !== id) continue;
      const { client, incarnation, operation, began } = seen;
      next.#begun.set(name, { command, seen: { client, incarnation, operation, began } });
    }
    return next;
  }

  get all(): readonly Seen[] {
    return [...this.#begun.values()].map(({ seen }) => seen);
  }

  /** Open operations of `client` may get an answer in another generation, and may still take effect in this one. */
  carryOver(client: string, to: History): void {
    for (const [name, { command, seen }] of this.#begun) {
      if (seen.client !== client || seen.ended !== undefined) continue;
      // It took effect in the history that the generations share.
      if (command.sequence <= to.initial.last(client)) continue;
      to.#begun.set(name, { command, seen: { ...seen } });
    }
  }

  began(command: Command): void {
    const { origin, sequence, body } = command;
    const [client, incarnation] = [origin, incarnationOf(sequence)];
    const seen = { client, incarnation, operation: operationFrom(body), began: this.#now() };
    this.#begun.set(nameOf(origin, sequence), { command, seen });
  }

  /** Its own replica applied it. Ignores repeated answers after a restart; a snapshot may hide the first one. */
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
