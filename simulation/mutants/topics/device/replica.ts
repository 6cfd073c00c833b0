/** Mistakes around the engine: in the loop and the outbox. */

import type { Mutant } from '../../mutant.ts';

export const replicaMutants: readonly Mutant[] = [
  {
    name: 'a full outbox takes another command',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'this.#pending.length >= this.#limits.maxCommands ||',
        replace: 'this.#pending.length > this.#limits.maxCommands ||',
      },
    ],
  },
  {
    name: 'an outbox that was full stays full',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'this.#pending.length >= this.#limits.maxCommands ||',
        replace:
          'this.#pending.length >= this.#limits.maxCommands || sequence % 2 ** 30 > 3 * this.#limits.maxCommands ||',
      },
    ],
  },
  {
    name: 'a batch counts as durable when it is handed out',
    edits: [
      {
        file: 'replica/loop/loop.ts',
        find: '    this.#host.write(this.#saving);',
        replace:
          "    const last = this.#saving.writes.at(-1);\n    this.#host.write(this.#saving);\n    if (last !== undefined) this.#events.push({ type: 'persisted', number: last.number });",
      },
    ],
  },
  {
    name: 'only the last write of a batch is stored',
    edits: [
      {
        file: 'replica/loop/loop.ts',
        find: 'chunk === undefined ? { writes, outbox } : { writes, outbox, chunk }',
        replace: '{ writes: writes.slice(-1), outbox, chunk }',
      },
    ],
  },
  {
    name: 'of a batch, only the first write is reported as durable',
    edits: [
      {
        file: 'replica/loop/loop.ts',
        find: 'const last = saved.writes.at(-1);',
        replace: 'const last = saved.writes.at(0);',
      },
    ],
  },
  {
    name: 'a signed group is not submitted',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'this.#unsubmitted.push(...groups);',
        replace: 'this.#unsubmitted.push(...groups.slice(1));',
      },
    ],
  },
  {
    name: 'a signed group is submitted and not stored',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'this.#unsaved.push(...groups);',
        replace: 'this.#unsaved.push(...groups.slice(1));',
      },
    ],
  },
  {
    name: 'a restart does not submit what the outbox holds',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'this.#unsubmitted = [...this.#groups];',
        replace: 'this.#unsubmitted = this.#groups.slice(1);',
      },
    ],
  },
  {
    name: 'a new incarnation is submitted before the outbox of the earlier ones is decided',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'if (earliest !== undefined && incarnationOf(earliest.sequence) < incarnationOf(group.first)) return false;',
        replace: '',
      },
    ],
  },
  {
    name: 'what the disk holds of two earlier incarnations is submitted at once',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'if (earliest !== undefined && incarnationOf(earliest.sequence) < incarnationOf(group.first)) return false;',
        replace:
          'if (earliest !== undefined && earliest.sequence < this.#firstOwn && group.first >= this.#firstOwn) return false;',
      },
    ],
  },
  {
    name: 'an incarnation is reserved only by its first stored command',
    edits: [
      {
        file: 'paxos/model/sequence.ts',
        find: 'Math.max(reserved, incarnationOf(nextSequence)) + 1',
        replace: 'incarnationOf(nextSequence) + 1',
      },
    ],
  },
  {
    name: 'a restart continues the incarnation before after its last stored command',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: '    this.#nextSequence = nextSequence;\n',
        replace:
          '    const end = outbox.at(-1);\n    this.#nextSequence = end === undefined ? nextSequence : lastOf(end) + 1;\n    this.#firstUnsealed = this.#nextSequence;\n',
      },
    ],
  },
  {
    name: 'a restart forgets the outbox',
    edits: [
      {
        file: 'replica/loop/loop.ts',
        find: 'new Outbox(id, stored, outboxLimits)',
        replace: 'new Outbox(id, { ...stored, outbox: [] }, outboxLimits)',
      },
    ],
  },
  {
    name: 'a superseded device does not write down that it stopped',
    edits: [
      {
        file: 'replica/device.ts',
        find: "if (reason === 'superseded' || reason === 'rolledBack') this.#loop.close();\n    else this.#loop.halt();",
        replace: 'this.#loop.halt();',
      },
    ],
  },
  {
    name: 'the outbox drops what no durable write has as decided',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'const covered = this.#toRemove.filter(({ slot }) => slot <= decidedThrough);',
        replace: 'const covered = this.#toRemove;',
      },
    ],
  },
  {
    name: 'the outbox drops a command once it is stored',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'const remove = covered.map(({ first }) => first);',
        replace: 'const remove = [...covered, ...append].map(({ first }) => first);',
      },
    ],
  },
  {
    name: 'the outbox drops one command more than is applied',
    edits: [
      {
        file: 'replica/outbox/outbox.ts',
        find: 'Number.POSITIVE_INFINITY) <= sequence)',
        replace: 'Number.POSITIVE_INFINITY) <= sequence + 1)',
      },
    ],
  },
  {
    name: 'an applied command counts as pending while its effect is shown',
    edits: [
      {
        file: 'replica/loop/applying.ts',
        find: '    if (last !== undefined) this.#outbox.applied(last.sequence, last.slot);\n    this.#machine.decided(run);',
        replace:
          '    this.#machine.decided(run);\n    if (last !== undefined) this.#outbox.applied(last.sequence, last.slot);',
      },
    ],
  },
  {
    name: 'the outbox stores a command twice',
    edits: [{ file: 'replica/outbox/outbox.ts', find: '    this.#unsaved = [];\n', replace: '' }],
  },
  {
    name: "others' commands count as own applied ones",
    edits: [
      {
        file: 'replica/loop/applying.ts',
        find: 'if (command.origin === origin) last = { sequence: command.sequence, slot };',
        replace: 'last = { sequence: Math.max(last?.sequence ?? 0, command.sequence), slot };',
      },
    ],
  },
  {
    name: 'the digest covers all decisions instead of those up to its slot',
    edits: [
      {
        file: 'replica/loop/applying.ts',
        find: '      if (!applicable.digestDue) continue;\n      this.#applyRun(run);\n      run = [];',
        replace:
          '      if (!applicable.digestDue) continue;\n      if (applicables.at(-1) === applicable) {\n        this.#applyRun(run);\n        run = [];\n      }',
      },
    ],
  },
];
