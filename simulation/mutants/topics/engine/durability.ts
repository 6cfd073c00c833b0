/** Mistakes in durability. */

import type { Mutant } from '../../mutant.ts';

export const durabilityMutants: readonly Mutant[] = [
  {
    name: 'a power cut takes back that voters are decided',
    edits: [
      {
        file: 'paxos/core/context.ts',
        find: 'return decidedThrough < this.epoch;',
        replace: 'return decidedThrough < 0;',
      },
    ],
  },
  {
    name: 'a message does not wait for decided entries that no write holds yet',
    edits: [
      {
        file: 'paxos/core/context.ts',
        find: "if (timing === 'afterWrites' && this.#decided.hasUnwritten) this.write({ records: [] });",
        replace: 'void timing;',
      },
    ],
  },
  {
    name: 'an own accept is written as a hint',
    edits: [
      {
        file: 'paxos/phases/leadership.ts',
        find: 'this.#context.write({ records })',
        replace: 'this.#context.write({ records, isHint: true })',
      },
    ],
  },
  {
    name: 'a promise is sent before it is durable',
    edits: [
      {
        file: 'paxos/phases/voter.ts',
        find: "this.#context.send(to, { ...promise, ...report }, 'afterWrites');",
        replace:
          "this.#context.send(to, { ...promise, ...report }, to === this.#context.id ? 'afterWrites' : 'now');",
      },
    ],
  },
  {
    name: "a candidate's own promise counts before it is durable",
    edits: [
      {
        file: 'paxos/phases/voter.ts',
        find: "this.#context.send(to, { ...promise, ...report }, 'afterWrites');",
        replace:
          "this.#context.send(to, { ...promise, ...report }, to === this.#context.id ? 'now' : 'afterWrites');",
      },
    ],
  },
  {
    name: 'an accept is sent before it is durable',
    edits: [
      {
        file: 'paxos/phases/voter.ts',
        find: "this.#context.broadcast(accept, 'afterWrites');",
        replace: "this.#context.broadcast(accept, 'now');",
      },
    ],
  },
  {
    name: "a voter's own accept counts before it is durable",
    edits: [
      {
        file: 'paxos/phases/voter.ts',
        find: "this.#context.send(this.#context.id, accept, 'afterWrites');",
        replace: "this.#context.send(this.#context.id, accept, 'now');",
      },
    ],
  },
  {
    name: 'a prepare leaves before its own promise is durable',
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: "{ type: 'prepare', ballot: candidacy.ballot, firstSlot: candidacy.firstSlot },\n      'afterWrites',",
        replace:
          "{ type: 'prepare', ballot: candidacy.ballot, firstSlot: candidacy.firstSlot },\n      'now',",
      },
    ],
  },
  {
    name: 'a promise is never written',
    edits: [
      {
        file: 'paxos/phases/voter.ts',
        find: 'if (this.#acceptor.promise(ballot)) this.#context.write({ promised: ballot, records: [] });',
        replace: 'if (this.#acceptor.promise(ballot)) void 0;',
      },
    ],
  },
  {
    name: "a candidate's own promise is never written",
    edits: [
      {
        file: 'paxos/phases/proposer.ts',
        find: 'this.#context.write({ promised: ballot, records: [] });',
        replace: '',
      },
    ],
  },
  {
    name: 'a restart forgets the promise',
    edits: [{ file: 'paxos/core/core.ts', find: 'state?.promised ?? noBallot', replace: 'noBallot' }],
  },
  {
    name: 'a restart forgets entries that were accepted but not decided',
    edits: [
      {
        file: 'paxos/core/beginning.ts',
        find: '    log.set(record);\n    noteBallot(record.ballot);',
        replace:
          '    if (record.slot <= state.decidedThrough) log.set(record);\n    noteBallot(record.ballot);',
      },
    ],
  },
  {
    name: 'the first confirmation releases all waiting effects',
    edits: [
      {
        file: 'paxos/core/effects-buffer.ts',
        find: 'if (held.after <= number) this.#release(held.envelope);',
        replace: 'if (number > 0) this.#release(held.envelope);',
      },
    ],
  },
  {
    name: 'a learned entry is not written',
    edits: [{ file: 'paxos/log/decided-log.ts', find: '      this.#unwritten.push(record);\n', replace: '' }],
  },
];
