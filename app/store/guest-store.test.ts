import { expect, test } from 'vitest';
import { encodeSnapshot } from '#shared/paxos/catch-up/snapshot.ts';
import type { LogRecord } from '#shared/paxos/effects.ts';
import { noBallot } from '#shared/paxos/model/ballot.ts';
import { configuration } from '#shared/paxos/model/configuration.ts';
import { type Group, noDigest, noop } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId, slot, type WriteNumber } from '#shared/paxos/model/ids.ts';
import { sequenceOf } from '#shared/paxos/model/sequence.ts';
import { Author } from '#shared/paxos/testing/groups.ts';
import type { Batch } from '#shared/replica/loop/loop.ts';
import { GuestStore } from './guest-store.ts';
import { ReplicaStore } from './replica/replica-store.ts';
import { distinctBytes, freshIndexedDB, storeOptions } from './testing/databases.ts';

const number = 1 as WriteNumber;
const learned = (at: number): LogRecord => ({ slot: slot(at), ballot: noBallot, entry: noop });

const snapshot = encodeSnapshot({
  through: slot(2),
  epoch: slot(1),
  configuration: configuration(1, [replicaId('alice')]),
  sessions: [[replicaId('alice'), 2, noDigest]],
  state: Uint8Array.of(7),
});

/** The writes of a learner: it learns, submits commands of `origin`, and compacts its log. */
function batchesOf(origin: ReplicaId): readonly Batch[] {
  const author = new Author(origin);
  const [first, second, third] = ['1', '2', '3'].map((text) => author.group(text)) as [Group, Group, Group];
  return [
    {
      writes: [{ number, generation: 1, records: [learned(2), learned(1)], decidedThrough: slot(2) }],
      outbox: { append: [first, second], remove: [] },
    },
    {
      writes: [
        { number, generation: 1, records: [learned(3)], decidedThrough: slot(3) },
        { number, generation: 1, records: [], snapshot },
      ],
      outbox: { append: [], remove: [1] },
    },
    {
      writes: [
        { number, generation: 2, records: [learned(4)], decidedThrough: slot(4), compactedThrough: slot(2) },
      ],
      outbox: { append: [third], remove: [2, 3] },
    },
  ];
}

test("a reopened board on a guest's page holds the same as on a member's disk", async () => {
  const indexedDB = freshIndexedDB();
  const guest = new GuestStore(distinctBytes);
  expect(guest.opened).toMatchObject({ founder: false, isNew: true, state: undefined, nextSequence: 1 });
  const { replica } = guest.opened;
  const first = await ReplicaStore.open('b', storeOptions(indexedDB));
  first.close();
  for (const batch of batchesOf(first.opened.replica)) {
    const member = await ReplicaStore.open('b', storeOptions(indexedDB));
    await member.commit(batch);
    member.close();
    await guest.commit(batch);
    guest.close();
    guest.reopen();
    const { state, outbox, lastDigest } = (await ReplicaStore.open('b', storeOptions(indexedDB))).opened;
    expect(guest.opened).toMatchObject({ replica, state, outbox, lastDigest, isNew: false });
  }
  expect(guest.opened.state?.records).toHaveLength(2);
  expect(guest.opened.nextSequence).toBe(sequenceOf(3, 1));
});
