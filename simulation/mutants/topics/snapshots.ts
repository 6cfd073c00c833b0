/** Mistakes in snapshots, compaction, and the comparison of states. */

import type { Mutant } from '../mutant.ts';

export const snapshotMutants: readonly Mutant[] = [
  {
    name: 'a snapshot loses the sessions',
    edits: [
      { file: 'paxos/log/decided-log.ts', find: 'this.sessions.replace(snapshot.sessions);', replace: '' },
    ],
  },
  {
    name: 'a snapshot loses the configuration',
    edits: [
      {
        file: 'paxos/log/decided-log.ts',
        find: 'this.#inForce = { epoch: snapshot.epoch, configuration: snapshot.configuration };',
        replace: '',
      },
    ],
  },
  {
    name: 'the log is compacted without its snapshot being written',
    edits: [
      {
        file: 'paxos/catch-up/compaction.ts',
        find: 'this.#context.write({ records: [], snapshot: image, compactedThrough: tail });',
        replace: 'this.#context.write({ records: [], compactedThrough: tail });',
      },
    ],
  },
  {
    name: 'a received snapshot is not written',
    edits: [
      {
        file: 'paxos/catch-up/compaction.ts',
        find: 'this.#context.write({ records: [], snapshot: image, compactedThrough: snapshot.through });',
        replace: '',
      },
    ],
  },
  {
    name: 'a received snapshot does not reach the state machine',
    edits: [
      {
        file: 'paxos/core/inbox.ts',
        find: "if (snapshot === undefined) return;\n    effects.apply({ type: 'restored', through: snapshot.through, state: snapshot.state });",
        replace: 'if (snapshot === undefined) return;',
      },
    ],
  },
  {
    name: 'the tail after a snapshot counts as undecided after a restart',
    edits: [{ file: 'paxos/log/decided-log.ts', find: 'this.#log.decide(snapshot.through);', replace: '' }],
  },
  {
    name: 'a promise reports compacted slots',
    edits: [
      {
        file: 'paxos/phases/acceptor.ts',
        find: 'if (fits && firstSlot > this.#log.compactedThrough) return { firstSlot, accepted };',
        replace: 'if (fits) return { firstSlot, accepted };',
      },
    ],
  },
  {
    name: 'each chunk of a snapshot is requested as the first one',
    edits: [
      {
        file: 'paxos/catch-up/snapshot-transfer.ts',
        find: 'return { through: this.#transfer.through, offset: this.#transfer.received };',
        replace: 'return { through: this.#transfer.through, offset: 0 };',
      },
    ],
  },
  {
    name: 'each chunk of a snapshot has the bytes of the first one',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'bytes.subarray(offset, offset + this.#context.limits.snapshotChunkBytes)',
        replace:
          'bytes.subarray(0, Math.min(this.#context.limits.snapshotChunkBytes, bytes.byteLength - offset))',
      },
    ],
  },
  {
    name: 'an unfinished transfer keeps out a newer snapshot',
    edits: [
      {
        file: 'paxos/catch-up/snapshot-transfer.ts',
        find: 'if (chunk.offset === 0 && !this.#continues(chunk)) {',
        replace: 'if (chunk.offset === 0 && this.#transfer === undefined) {',
      },
    ],
  },
  {
    name: 'an old snapshot is restored',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'if (chunk.through <= this.#context.decidedThrough) return undefined;',
        replace: '',
      },
    ],
  },
  {
    name: 'a snapshot of one state is kept for another slot',
    edits: [
      {
        file: 'paxos/catch-up/compaction.ts',
        find: 'const snapshot = through === decidedThrough ? this.#decided.snapshot(state) : undefined;',
        replace:
          'const snapshot = this.lastState === undefined ? undefined : this.#decided.snapshot(this.lastState);\n    this.lastState = state;',
      },
    ],
  },
  {
    name: 'a replica with a wrong state continues',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'if (at !== undefined) this.#halting.diverge(at);',
        replace: '',
      },
    ],
  },
  {
    name: 'a replica stops as soon as one voter has another state',
    edits: [
      {
        file: 'paxos/catch-up/checkpoints.ts',
        find: 'return others.length >= majorityOf(configuration);',
        replace: 'return others.length > 0 && majorityOf(configuration) > 0;',
      },
    ],
  },
];
