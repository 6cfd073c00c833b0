/**
 * The state that the simulated people share: registers to write and read, each of which one person may claim. A write
 * answers what was there before, so that every operation tells something of the order.
 */

import * as v from 'valibot';
import { snapshotDigest } from '#shared/paxos/catch-up/snapshot.ts';
import type { Operation } from './operation.ts';

export interface Register {
  readonly value: string;
  /** Who claimed it first. */
  readonly owner: string;
}

export const unwritten: Register = { value: '', owner: '' };

/** What `operation` makes of `register`, and what it answers. */
export function applyTo(
  register: Register,
  operation: Operation,
  client: string,
): { readonly register: Register; readonly answer: string } {
  switch (operation.type) {
    case 'write':
      return { register: { ...register, value: operation.value }, answer: `was ${register.value}` };
    case 'read':
      return { register, answer: `${register.value} ${register.owner}` };
    default:
      if (register.owner !== '') return { register, answer: 'refused' };
      return { register: { ...register, owner: client }, answer: 'claimed' };
  }
}

interface Image {
  readonly registers: readonly (readonly [key: string, register: Register])[];
  readonly last: readonly (readonly [origin: string, sequence: number])[];
}

const encoder = new TextEncoder();

export class Registers {
  #registers = new Map<string, Register>();
  #last = new Map<string, number>();

  /** The sequence of the last command of `origin` that was applied. */
  last(origin: string): number {
    return this.#last.get(origin) ?? 0;
  }

  apply(operation: Operation, client: string, sequence: number): string {
    const { register, answer } = applyTo(this.get(operation.key), operation, client);
    this.#registers.set(operation.key, register);
    this.#last.set(client, sequence);
    return answer;
  }

  get(key: string): Register {
    return this.#registers.get(key) ?? unwritten;
  }

  copy(): Registers {
    const copy = new Registers();
    copy.#registers = new Map(this.#registers);
    copy.#last = new Map(this.#last);
    return copy;
  }

  /** The same text for the same state. */
  text(): string {
    const image: Image = { registers: [...this.#registers].sort(byName), last: [...this.#last].sort(byName) };
    return JSON.stringify(image);
  }

  /** A short name of the state. */
  digest(): string {
    return snapshotDigest(this.state());
  }

  state(): Uint8Array {
    return encoder.encode(this.text());
  }

  /** Takes on what {@link state} made. */
  restore(state: Uint8Array): void {
    const { registers, last } = v.parse(imageSchema, JSON.parse(new TextDecoder().decode(state)));
    this.#registers = new Map(registers);
    this.#last = new Map(last);
  }
}

const imageSchema = v.object({
  registers: v.array(v.tuple([v.string(), v.object({ value: v.string(), owner: v.string() })])),
  last: v.array(v.tuple([v.string(), v.number()])),
});

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
