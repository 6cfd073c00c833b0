/**
 * The replicated state of the simulated clients: registers to write and read, each claimable by one client. A write
 * answers with the previous value, so that every operation reveals part of the order.
 */

import * as v from 'valibot';
import { snapshotDigest } from '#shared/paxos/catch-up/snapshot.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { AgreedMembers, type MembersImage, membersImage } from './agreed-members.ts';
import type { Operation } from './operation.ts';

export interface Register {
  readonly value: string;
  /** The client whose claim came first. */
  readonly owner: string;
}

/** Characters that stay of a value with further ones. */
const maxAppended = 60;

export const unwritten: Register = { value: '', owner: '' };

/** Applies `operation` to `register` and computes the answer. */
export function applyTo(
  register: Register,
  operation: Operation,
  client: string,
): { readonly register: Register; readonly answer: string } {
  switch (operation.type) {
    case 'write':
      return { register: { ...register, value: operation.value }, answer: `was ${register.value}` };
    case 'append': {
      const value = `${register.value}${operation.value}`.slice(-maxAppended);
      return { register: { ...register, value }, answer: `was ${register.value}` };
    }
    case 'read':
      return { register, answer: `${register.value} ${register.owner}` };
    case 'member':
      // Its effects are checked by the rules of lending.
      return { register, answer: '' };
    default:
      if (register.owner !== '') return { register, answer: 'refused' };
      return { register: { ...register, owner: client }, answer: 'claimed' };
  }
}

interface Image {
  readonly registers: readonly (readonly [key: string, register: Register])[];
  readonly last: readonly (readonly [origin: string, sequence: number])[];
  /** Absent before the first command about members. */
  readonly members?: MembersImage;
}

const encoder = new TextEncoder();

export class Registers {
  #registers = new Map<string, Register>();
  #last = new Map<string, number>();
  #members: AgreedMembers | undefined;
  readonly #isNewer: boolean;

  /** @param isNewer whether the program knows all operations: an older version refuses those that it does not know. */
  constructor(isNewer = true) {
    this.#isNewer = isNewer;
  }

  /** The sequence of the last applied command of `origin`. */
  last(origin: string): number {
    return this.#last.get(origin) ?? 0;
  }

  apply(operation: Operation, client: string, sequence: number): string {
    if (operation.type === 'append' && !this.#isNewer) {
      this.#last.set(client, sequence);
      return 'unknown';
    }
    const { register, answer } = applyTo(this.get(operation.key), operation, client);
    if (operation.type === 'member') {
      this.#members ??= new AgreedMembers();
      this.#members.apply(operation.value, client, sequence);
    } else this.#registers.set(operation.key, register);
    this.#last.set(client, sequence);
    return answer;
  }

  get(key: string): Register {
    return this.#registers.get(key) ?? unwritten;
  }

  /** The member that lends the vote of `witness`, or the witness itself on a host; undefined if none does. */
  computerOf(witness: ReplicaId): ReplicaId | undefined {
    return this.#members?.computerOf(witness);
  }

  /** The members that agreed commands have removed. */
  get removed(): readonly ReplicaId[] {
    return this.#members?.removed ?? [];
  }

  /** The state goes wrong, where no operation mends it. */
  spoil(): void {
    this.#registers.set('spoilt', { value: 'spoilt', owner: '' });
  }

  copy(): Registers {
    const copy = new Registers(this.#isNewer);
    copy.#registers = new Map(this.#registers);
    copy.#last = new Map(this.#last);
    if (this.#members !== undefined) copy.#members = AgreedMembers.restore(this.#members.image());
    return copy;
  }

  /** The same text for the same state. */
  text(): string {
    const image: Image = {
      registers: [...this.#registers].sort(byName),
      last: [...this.#last].sort(byName),
      ...(this.#members === undefined ? {} : { members: this.#members.image() }),
    };
    return JSON.stringify(image);
  }

  /** A short digest of the state. */
  digest(): string {
    return snapshotDigest(this.state());
  }

  state(): Uint8Array {
    return encoder.encode(this.text());
  }

  /** Restores the result of {@link state}. */
  restore(state: Uint8Array): void {
    const { registers, last, members } = v.parse(imageSchema, JSON.parse(new TextDecoder().decode(state)));
    this.#registers = new Map(registers);
    this.#last = new Map(last);
    this.#members = members === undefined ? undefined : AgreedMembers.restore(members);
  }
}

const imageSchema = v.object({
  registers: v.array(v.tuple([v.string(), v.object({ value: v.string(), owner: v.string() })])),
  last: v.array(v.tuple([v.string(), v.number()])),
  members: v.exactOptional(membersImage),
});

function byName(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : 1;
}
