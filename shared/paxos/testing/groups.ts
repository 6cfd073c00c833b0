/** Groups of commands for tests in which signatures do not matter. */

import type { Unsealed } from '../../replica/outbox/outbox.ts';
import { chained } from '../../wire/group-digest.ts';
import { type Group, noDigest } from '../model/entry.ts';
import { type ReplicaId, replicaId } from '../model/ids.ts';

const anySeal = (): Uint8Array => Uint8Array.of(1);

/** Creates the consecutive groups of one origin. */
export class Author {
  readonly #origin: ReplicaId;
  #previous = noDigest;
  #next: number;

  /** @param first the sequence of its next command. */
  constructor(origin: string, first = 1) {
    this.#origin = replicaId(origin);
    this.#next = first;
  }

  /** The next group, with these bodies; strings become UTF-8. */
  group(...bodies: readonly (string | Uint8Array)[]): Group {
    const bytes = bodies.map((body) => (typeof body === 'string' ? new TextEncoder().encode(body) : body));
    const draft = { origin: this.#origin, first: this.#next, bodies: bytes };
    const [group] = chained([draft], this.#previous, anySeal);
    if (group === undefined) throw new Error('unreachable');
    this.#next += bytes.length;
    this.#previous = group.digest;
    return group;
  }
}

/** A group of one command; without a predecessor if `sequence` is 1. */
export function groupOf(origin: string, sequence: number, body: string | Uint8Array = ''): Group {
  return new Author(origin, sequence).group(body);
}

/** Signs nothing, and accepts every seal. */
export const anySeals = {
  seal: ({ drafts, previous }: Unsealed, answer: (groups: readonly Group[]) => void): void =>
    answer(chained(drafts, previous, anySeal)),
  check: (_groups: readonly Group[], answer: (areSigned: boolean) => void): void => answer(true),
};
