/** Mistakes in checking signatures, and in keeping the groups of commands intact. */

import type { Mutant } from '../../mutant.ts';

export const signatureMutants: readonly Mutant[] = [
  {
    name: 'unsigned groups pass',
    edits: [
      {
        file: 'replica/seals/seal-gate.ts',
        find: 'if (!areSigned) return this.#host.forged(from);',
        replace: '',
      },
    ],
  },
  {
    name: 'the engine receives every message, valid or not',
    edits: [
      {
        file: 'replica/device.ts',
        find: 'this.#gate.receive(from, admitted);',
        replace: "this.#loop.step({ type: 'receive', from, message: admitted });",
      },
    ],
  },
  ...(
    [
      ['submitted', "    case 'submit':\n      return message.groups;\n"],
      ['proposed', "    case 'propose':\n"],
      ['learned', "    case 'learned':\n      return message.entries.flatMap(groupsOfEntry);\n"],
      ['reported', '      return message.accepted.flatMap(({ entry }) => groupsOfEntry(entry));\n'],
    ] as const
  ).map(([what, find]): Mutant => {
    const kept = find.includes("'learned'") ? '      return message.entries.flatMap(groupsOfEntry);\n' : '';
    const replace = what === 'reported' ? '      return [];\n' : kept;
    return {
      name: `what is ${what} is not checked`,
      edits: [{ file: 'replica/seals/seal-gate.ts', find, replace }],
    };
  }),
  {
    name: 'only the first group of a message is checked',
    edits: [
      {
        file: 'replica/seals/seal-gate.ts',
        find: 'this.#host.seals.check(groups, (',
        replace: 'this.#host.seals.check(groups.slice(0, 1), (',
      },
    ],
  },
  {
    name: 'an incarnation continues the chain of the one before',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'previous: isFirstSequence(from) ? noDigest : this.#lastDigest',
        replace: 'previous: this.#lastDigest',
      },
    ],
  },
  {
    name: 'a group of an earlier incarnation counts after a later one',
    edits: [
      {
        file: 'paxos/model/sequence.ts',
        find: 'if (incarnationOf(sequence) > incarnationOf(last)) return',
        replace: 'if (incarnationOf(sequence) !== incarnationOf(last)) return',
      },
    ],
  },
  {
    name: 'each group is signed as the first since the start',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'this.#lastDigest = groups.at(-1)?.digest ?? this.#lastDigest;',
        replace: '',
      },
    ],
  },
  {
    name: 'a snapshot loses the digests of the sessions',
    edits: [
      {
        file: 'paxos/log/sessions.ts',
        find: 'this.#sessions.set(origin, { last, digest });',
        replace: 'this.#sessions.set(origin, { last, digest: digest.map(() => 0) });',
      },
    ],
  },
];
