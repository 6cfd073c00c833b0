/** Mistakes in snapshots, compaction, and the comparison of states. */

import type { Mutant } from '../../mutant.ts';

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
        file: 'replica/loop/snapshots.ts',
        find: 'this.#making = { base, steps: encodeInSteps(base, state) };',
        replace:
          'const own = [...state];\n    this.#making = { base, steps: encodeInSteps(base, this.lastState ?? own) };\n    this.lastState = own;',
      },
    ],
  },
  {
    name: 'the log is removed up to the last decided slot when a snapshot of an earlier one is complete',
    edits: [
      {
        file: 'paxos/catch-up/compaction.ts',
        find: 'this.#log.tailBefore(through, ',
        replace: 'this.#log.tailBefore(decidedThrough, ',
      },
    ],
  },
  {
    name: 'an own snapshot counts before its last chunk is stored',
    edits: [
      {
        file: 'replica/loop/snapshots.ts',
        find: 'if (chunks * this.#chunkBytes < image.bytes.byteLength) return undefined;',
        replace: 'if ((chunks + 1) * this.#chunkBytes < image.bytes.byteLength) return undefined;',
      },
    ],
  },
  {
    name: 'a received snapshot is installed before its chunks are stored',
    edits: [
      {
        file: 'replica/loop/snapshots.ts',
        find: 'this.#storing = { image, base: undefined, chunks: 0 };\n    return at;',
        replace: 'this.#storing = { image, base: undefined, chunks: 0 };\n    return writes.length;',
      },
    ],
  },
  {
    name: 'once one received snapshot is stored, the next one counts as stored',
    edits: [
      {
        file: 'replica/loop/snapshots.ts',
        find: 'return image === this.#stored || !this.#isChunked(image);',
        replace: 'return this.#stored !== undefined || !this.#isChunked(image);',
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
    name: 'of each peer only the last digest is compared',
    edits: [
      {
        file: 'paxos/catch-up/checkpoints.ts',
        find: 'this.#heard.set(from, [...known, checkpoint].slice(-remembered));',
        replace: 'this.#heard.set(from, [...known, checkpoint].slice(-1));',
      },
    ],
  },
  {
    name: 'a replica compares only the last digest of its own',
    edits: [
      {
        file: 'paxos/catch-up/checkpoints.ts',
        find: 'this.#own = [...this.#own, checkpoint].slice(-remembered);',
        replace: 'this.#own = [checkpoint];',
      },
    ],
  },
  {
    name: 'a replica compares no digest at its own checkpoints',
    edits: [
      {
        file: 'paxos/election/heartbeats.ts',
        find: 'this.#checkpoints.noteOwn({ slot, digest });\n    this.#compareNotes();',
        replace: 'this.#checkpoints.noteOwn({ slot, digest });',
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
  {
    name: 'what is decided while a received snapshot is being prepared is applied before it',
    edits: [
      {
        file: 'replica/loop/applying.ts',
        find: 'this.#waiting.push(applicable);',
        replace: "if (applicable.type === 'decided') this.#machine.decided([applicable]);",
      },
    ],
  },
  {
    name: 'what is decided while a received snapshot is being prepared is lost',
    edits: [
      {
        file: 'replica/loop/applying.ts',
        find: 'return this.apply(waiting, atOnce);',
        replace: 'return this.apply(waiting.slice(1), atOnce);',
      },
    ],
  },
  {
    name: 'the write that installs a received snapshot is never stored',
    edits: [
      {
        file: 'replica/loop/applying.ts',
        find: '  #waiting: Applicable[] = [];',
        replace: '  #waiting: Applicable[] = [];\n  #held: Slot | undefined;',
      },
      {
        file: 'replica/loop/applying.ts',
        find: 'const through = this.#preparing?.restored.through;',
        replace: 'const through = (this.#held = this.#preparing?.restored.through ?? this.#held);',
      },
    ],
  },
  {
    name: 'a snapshot loses the history shared with the generation before',
    edits: [
      {
        file: 'paxos/catch-up/snapshot.ts',
        find: '  else if (sharedThrough !== undefined) after.push(sharedThrough);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a restarted member has no snapshot for others',
    edits: [
      {
        file: 'paxos/core/beginning.ts',
        find: '    catchUp.keep(state.snapshot, snapshot);\n',
        replace: '',
      },
    ],
  },
  {
    name: 'a member has no snapshot for others after it has received one',
    edits: [
      {
        file: 'paxos/catch-up/compaction.ts',
        find: '    this.#catchUp.keep(image, snapshot);\n    this.#catchUp.progressed();\n',
        replace: '    this.#catchUp.progressed();\n',
      },
    ],
  },
  {
    name: 'a transfer that the log has overtaken goes on',
    edits: [
      {
        file: 'paxos/catch-up/catch-up.ts',
        find: 'wanted.through <= this.#context.decidedThrough) this.#transfer.abandon();',
        replace: 'wanted.through < 0) this.#transfer.abandon();',
      },
    ],
  },
];
