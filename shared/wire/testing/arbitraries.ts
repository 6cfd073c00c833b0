/** Random valid messages and records, for property tests. */

import * as fc from 'fast-check';
import { maxDigestLength } from '#shared/paxos/catch-up/checkpoints.ts';
import { maxSnapshotBytes } from '#shared/paxos/catch-up/snapshot.ts';
import type { AcceptedEntry, Message } from '#shared/paxos/messages.ts';
import { type Ballot, noBallot } from '#shared/paxos/model/ballot.ts';
import { configuration, maxVoters } from '#shared/paxos/model/configuration.ts';
import { digestBytes, type Entry, type Group, maxSealBytes, noop } from '#shared/paxos/model/entry.ts';
import { type ReplicaId, replicaId, type Slot, slot } from '#shared/paxos/model/ids.ts';
import { incarnationSize, maxIncarnation, sequenceOf } from '#shared/paxos/model/sequence.ts';
import { groupDigest } from '../group-digest.ts';

const idCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

export const anyReplicaId: fc.Arbitrary<ReplicaId> = fc
  .string({ unit: fc.constantFrom(...idCharacters), minLength: 1, maxLength: 64 })
  .map(replicaId);

/** Small numbers, where most bugs are, and some beyond 32 bits. */
const anyCount = fc.oneof(
  fc.nat(300),
  fc.nat(),
  fc.maxSafeNat().map((n) => Math.floor(n / 2)),
);
const anyPositive = anyCount.map((count) => count + 1);
const anySlot: fc.Arbitrary<Slot> = anyCount.map(slot);
const anyRealSlot: fc.Arbitrary<Slot> = anyPositive.map(slot);

export const anyBallot: fc.Arbitrary<Ballot> = fc.record({
  epoch: anySlot,
  round: anyPositive,
  replica: anyReplicaId,
});
const anyBallotOrNone = fc.oneof(fc.constant(noBallot), anyBallot);

const anyBody = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc.nat(700).map((length) => new Uint8Array(length).fill(length)),
);

/** With room for more commands in its incarnation. */
const anyFirst = fc
  .tuple(fc.oneof(fc.constant(0), fc.nat(maxIncarnation)), fc.nat(incarnationSize - 20))
  .map(([incarnation, position]) => sequenceOf(incarnation, position + 1));

export const anyGroup: fc.Arbitrary<Group> = fc
  .record({
    origin: anyReplicaId,
    first: anyFirst,
    bodies: fc.array(anyBody, { minLength: 1, maxLength: 9 }),
    previous: fc.uint8Array({ minLength: digestBytes, maxLength: digestBytes }),
    seal: fc.uint8Array({ minLength: 1, maxLength: maxSealBytes }),
  })
  .map((group) => ({ ...group, digest: groupDigest(group, group.previous) }));

const anyGroups = fc.array(anyGroup, { minLength: 1, maxLength: 5 });

export const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.constant(noop),
  anyGroups.map((groups): Entry => ({ type: 'commands', groups })),
  fc
    .tuple(
      anyPositive,
      fc.array(anyReplicaId, { minLength: 1, maxLength: maxVoters }),
      fc.option(anySlot, { nil: undefined }),
      fc.nat(maxVoters),
    )
    .map(
      ([generation, voters, sharedThrough, witnesses]): Entry => ({
        type: 'configuration',
        configuration: configuration(generation, voters, sharedThrough, someOf(voters, witnesses)),
      }),
    ),
);

/** At most `count` of `voters`, and a minority of them. */
function someOf(voters: readonly ReplicaId[], count: number): readonly ReplicaId[] {
  const distinct = [...new Set(voters)];
  return distinct.slice(0, Math.min(count, Math.ceil(distinct.length / 2) - 1));
}

const anyEntries = fc.array(anyEntry, { maxLength: 6 });

export const anyAccepted: fc.Arbitrary<AcceptedEntry> = fc.record({
  slot: anyRealSlot,
  ballot: anyBallotOrNone,
  entry: anyEntry,
});

const generation = anyCount;

/** Either all of `fields` or none, as absent keys rather than undefined ones. */
function maybe<Fields extends object>(fields: fc.Arbitrary<Fields>): fc.Arbitrary<Partial<Fields>> {
  return fc.oneof(fc.constant({}), fields);
}

const maybeCheckpoint = maybe(
  fc.record({
    checkpoint: fc.record({ slot: anyRealSlot, digest: fc.string({ maxLength: maxDigestLength }) }),
  }),
);

const anyChunk: fc.Arbitrary<Message> = fc
  .record({
    generation,
    through: anyRealSlot,
    offset: fc.nat(1_000_000),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 500 }),
    after: fc.nat(1_000_000),
    digest: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
  })
  .map(({ after, ...chunk }) => ({
    type: 'snapshot',
    ...chunk,
    totalBytes: chunk.offset + chunk.bytes.byteLength + after,
  }));

const anyPromise: fc.Arbitrary<Message> = fc
  .record({
    generation,
    ballot: anyBallot,
    prepared: anyRealSlot,
    skipped: fc.nat(100),
    decidedThrough: anySlot,
    compactedThrough: anySlot,
    accepted: fc.array(fc.tuple(fc.nat(20), anyBallotOrNone, anyEntry), { maxLength: 6 }),
  })
  .map(({ skipped, prepared, accepted, ...rest }) => {
    const firstSlot = slot(prepared + skipped);
    let next = firstSlot;
    return {
      ...rest,
      type: 'promise' as const,
      prepared,
      firstSlot,
      accepted: accepted.map(([gap, ballot, entry]) => {
        const at = slot(next + gap);
        next = slot(at + 1);
        return { slot: at, ballot, entry };
      }),
    };
  });

function withType<Type extends string, Rest extends object>(type: Type, rest: fc.Arbitrary<Rest>) {
  return rest.map((fields) => ({ type, ...fields }));
}

/** Messages of every type. */
export const anyMessage: fc.Arbitrary<Message> = fc.oneof(
  withType('prepare', fc.record({ generation, ballot: anyBallot, firstSlot: anyRealSlot })),
  anyPromise,
  withType(
    'propose',
    fc.record(
      {
        generation,
        ballot: anyBallot,
        firstSlot: anyRealSlot,
        entries: anyEntries,
        decidedThrough: anySlot,
        gathered: fc.array(anySlot, { maxLength: maxVoters }),
      },
      { requiredKeys: ['generation', 'ballot', 'firstSlot', 'entries', 'decidedThrough'] },
    ),
  ),
  fc
    .record({ generation, ballot: anyBallot, firstSlot: anyRealSlot, more: fc.nat(4095) })
    .map(({ more, ...rest }): Message => ({ type: 'accept', ...rest, through: slot(rest.firstSlot + more) })),
  withType('reject', fc.record({ generation, ballot: anyBallot, promised: anyBallot })),
  withType(
    'heartbeat',
    fc
      .tuple(
        fc.record({
          generation,
          round: anyCount,
          nonce: anyCount,
          leader: anyBallotOrNone,
          happy: fc.boolean(),
          decidedThrough: anySlot,
          storedThrough: anySlot,
          sharedThrough: fc.option(anySlot),
          yours: fc.record({ ballot: anyBallotOrNone, acceptedThrough: anySlot }),
        }),
        maybeCheckpoint,
      )
      .map(([beat, checkpoint]) => ({ ...beat, ...checkpoint })),
  ),
  withType(
    'heartbeatReply',
    fc
      .tuple(
        fc.record({
          generation,
          round: anyCount,
          nonce: anyCount,
          ballot: anyBallotOrNone,
          leader: anyBallotOrNone,
          happy: fc.boolean(),
          decidedThrough: anySlot,
          storedThrough: anySlot,
          signsOff: fc.boolean(),
          yours: fc.record({ ballot: anyBallotOrNone, acceptedThrough: anySlot }),
        }),
        maybeCheckpoint,
      )
      .map(([beat, checkpoint]) => ({ ...beat, ...checkpoint })),
  ),
  withType('submit', fc.record({ generation, groups: anyGroups, forwarded: fc.boolean() })),
  withType('taken', fc.record({ generation, ballot: anyBallot, origin: anyReplicaId, sequence: anyCount })),
  withType('mark', fc.record({ generation, number: anyPositive })),
  withType('arrived', fc.record({ generation, number: anyPositive })),
  withType(
    'learn',
    fc
      .tuple(
        fc.record({ generation, firstSlot: anyRealSlot }),
        maybe(fc.record({ snapshot: fc.record({ through: anyRealSlot, offset: fc.nat(maxSnapshotBytes) }) })),
        maybe(fc.record({ witness: fc.constant(true as const) })),
      )
      .map(([learn, rest, witness]) => ({ ...learn, ...rest, ...witness })),
  ),
  anyChunk,
  withType('signOff', fc.record({ generation, going: fc.boolean() })),
  withType(
    'learned',
    fc.record({ generation, firstSlot: anyRealSlot, entries: anyEntries, decidedThrough: anySlot }),
  ),
  withType('handover', fc.record({ generation, ballot: anyBallot })),
  withType(
    'superseded',
    fc.record({ generation, sharedThrough: fc.option(anySlot), decidedThrough: anySlot }),
  ),
);
