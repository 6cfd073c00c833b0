/** Mistakes at the end of a page: its own commands are lost, or get a second form. */

import { type Mutant, oneEdit } from '../../mutant.ts';

export const endingPageMutants: readonly Mutant[] = [
  {
    name: 'an ending page keeps no group that others decided before it was stored',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'return { groups: [...applied, ...this.#groups], commands };',
        replace: 'return { groups: applied.slice(0, 0).concat(this.#groups), commands };',
      },
    ],
  },
  {
    name: 'kept groups are signed anew',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'return { groups: [...applied, ...this.#groups], commands };',
        replace:
          'const groups = [...applied, ...this.#groups];\n    return { groups: [], commands: [...commandsOf(groups), ...commands] };',
      },
    ],
  },
  {
    name: 'an ending page keeps signed groups only',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'return { groups: [...applied, ...this.#groups], commands };',
        replace: 'return { groups: [...applied, ...this.#groups], commands: [] };',
      },
    ],
  },
  {
    name: 'kept groups are sent before they are durable',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'return isOwn || lastOf(group) <= this.#durableThrough;',
        replace: 'return isOwn || lastOf(group) <= this.#durableThrough || group.first < this.#firstOwn;',
      },
    ],
  },
  {
    name: 'commands that a hidden page keeps are sent before they are durable',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'group.first >= this.#firstOwn && group.first > this.#heldThrough;',
        replace: 'group.first >= this.#firstOwn;',
      },
    ],
  },
  {
    name: 'kept groups are not stored',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: '    this.#unsaved = [...unsaved.groups];\n',
        replace: '    this.#unsaved = [];\n',
      },
    ],
  },
  {
    name: 'kept commands get numbers of the next page',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'this.#firstUnsealed = unsaved.commands[0]?.sequence ?? nextSequence;',
        replace:
          'this.#pending = this.#pending.map((command, at) => {\n      const kept = at - (this.#pending.length - unsaved.commands.length);\n      return kept < 0 ? command : { ...command, sequence: nextSequence + kept };\n    });\n    this.#nextSequence = nextSequence + unsaved.commands.length;\n    this.#firstUnsealed = nextSequence;',
      },
    ],
  },
  {
    name: 'kept groups count as durable once their transaction begins',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: '    this.#unsaved = [];\n    this.#toRemove',
        replace:
          '    this.#unsaved = [];\n    this.#durableThrough = Math.max(this.#durableThrough, lastSequenceOf(append));\n    this.#toRemove',
      },
    ],
  },
  {
    name: 'kept and own commands share a group',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'if (incarnationOf(sequence) > incarnationOf(from)) {',
        replace: 'if (incarnationOf(sequence) > incarnationOf(from) + 1) {',
      },
    ],
  },
  {
    name: 'kept commands that the disk holds are taken again',
    edits: [
      {
        file: 'replica/outbox/kept.ts',
        find: 'const { groups: newGroups, commands: newCommands } = lackedBy(nextSequence, kept);',
        replace: 'const { groups: newGroups, commands: newCommands } = kept;',
      },
      {
        file: 'replica/outbox/kept.ts',
        find: 'if (!follows(group.first, last) || !isSameDigest(group.previous, previous)) return { groups, commands };',
        replace: 'if (isSameDigest(group.digest, previous)) return { groups, commands };',
      },
    ],
  },
  {
    name: 'a kept group is compared with the last stored one, also in a later incarnation',
    edits: [
      {
        file: 'replica/outbox/kept.ts',
        find: 'const previous = isFirstSequence(group.first) ? noDigest : (groups.at(-1)?.digest ?? lastDigest);',
        replace:
          'const previous = isFirstSequence(group.first) && last < 0 ? noDigest : (groups.at(-1)?.digest ?? lastDigest);',
      },
    ],
  },
  oneEdit(
    'a closed board does not store how far decisions go',
    'replica/loop/loop.ts',
    "    this.#events.push({ type: 'flush' });\n",
    '',
  ),
  oneEdit(
    'a closed board does not store the last command',
    'replica/loop/loop.ts',
    "    this.#state = 'closing';\n",
    "    this.#state = 'halted';\n",
  ),
];
