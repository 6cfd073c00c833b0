/** The engine's messages as tuples and back: `[tag, generation, …]`, in the order of `messageTags`. */

import * as v from 'valibot';
import { type Checkpoint, maxDigestLength } from '#shared/paxos/catch-up/checkpoints.ts';
import { maxSnapshotBytes } from '#shared/paxos/catch-up/snapshot.ts';
import type { Deeds } from '#shared/paxos/election/deeds.ts';
import {
  type Message,
  type MessageType,
  maxMessageEntries,
  maxSnapshotChunkBytes,
} from '#shared/paxos/messages.ts';
import { maxBatchCommands } from '#shared/paxos/model/entry.ts';
import { unreachable } from '#shared/paxos/model/invariant.ts';
import { boundedList } from './bounded-list.ts';
import {
  acceptedEntrySchema,
  acceptedEntryTuple,
  ballotOrNoneSchema,
  ballotSchema,
  ballotTuple,
  countSchema,
  entrySchema,
  entryTuple,
  groupsSchema,
  groupTuple,
  positiveSchema,
  realSlotSchema,
  replicaIdSchema,
  slotSchema,
  tagOf,
} from './entries.ts';

/** Numbers on the wire: never used again for something else. */
export const messageTags = {
  prepare: 1,
  promise: 2,
  propose: 3,
  accept: 4,
  reject: 5,
  heartbeat: 6,
  heartbeatReply: 7,
  submit: 8,
  learn: 9,
  learned: 10,
  handover: 11,
  superseded: 12,
  snapshot: 13,
  signOff: 14,
  taken: 15,
  mark: 16,
  arrived: 17,
} as const satisfies { readonly [Type in MessageType]: number };

/** Commands in one `submit`, at most. */
export const maxSubmitCommands = 64 * maxBatchCommands;

const generation = countSchema;

const entriesSchema = boundedList(entrySchema, maxMessageEntries, `more than ${maxMessageEntries} entries`);

const acceptedSchema = v.pipe(
  boundedList(acceptedEntrySchema, maxMessageEntries, `more than ${maxMessageEntries} entries`),
  v.check(
    (entries) =>
      entries.every((entry, position) => position === 0 || (entries[position - 1]?.slot ?? 0) < entry.slot),
    'entries are not in slot order',
  ),
);

function lastSlotIsSafe(from: number, entries: number): boolean {
  return Number.isSafeInteger(from + entries);
}

const endless = 'slots without end';

/** What is not there is null: tuples have no optional items. */
const checkpointSchema = v.pipe(
  v.nullable(
    v.strictTuple([
      realSlotSchema,
      v.pipe(v.string(), v.maxLength(maxDigestLength, `a digest of more than ${maxDigestLength} characters`)),
    ]),
  ),
  v.transform((tuple): { readonly checkpoint?: Checkpoint } =>
    tuple === null ? {} : { checkpoint: { slot: tuple[0], digest: tuple[1] } },
  ),
);

function checkpointTuple(checkpoint: Checkpoint | undefined): readonly unknown[] | null {
  return checkpoint === undefined ? null : [checkpoint.slot, checkpoint.digest];
}

const deedsSchema = v.pipe(
  v.strictTuple([ballotOrNoneSchema, slotSchema]),
  v.transform(([ballot, acceptedThrough]): Deeds => ({ ballot, acceptedThrough })),
);

function deedsTuple({ ballot, acceptedThrough }: Deeds): readonly unknown[] {
  return [ballotTuple(ballot), acceptedThrough];
}

const imageDigestSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 digest'));

const imageBytesSchema = v.pipe(positiveSchema, v.maxValue(maxSnapshotBytes, 'too large a snapshot'));

const chunkSchema = v.custom<Uint8Array>(
  (value) => value instanceof Uint8Array && value.byteLength > 0 && value.byteLength <= maxSnapshotChunkBytes,
  `not 1 to ${maxSnapshotChunkBytes} bytes of a snapshot`,
);

const schemas = {
  prepare: v.pipe(
    v.strictTuple([v.literal(messageTags.prepare), generation, ballotSchema, realSlotSchema]),
    v.transform(([, generation, ballot, from]): Message => ({ type: 'prepare', generation, ballot, from })),
  ),
  promise: v.pipe(
    v.strictTuple([
      v.literal(messageTags.promise),
      generation,
      ballotSchema,
      slotSchema,
      slotSchema,
      slotSchema,
      slotSchema,
      acceptedSchema,
    ]),
    v.check(([, , , prepared, from]) => from >= prepared, 'a promise from before what was asked'),
    v.check(([, , , , from, , , accepted]) => (accepted[0]?.slot ?? from) >= from, 'entries from before'),
    v.transform(
      ([, generation, ballot, prepared, from, decidedThrough, compactedThrough, accepted]): Message => ({
        type: 'promise',
        generation,
        ballot,
        prepared,
        from,
        decidedThrough,
        compactedThrough,
        accepted,
      }),
    ),
  ),
  propose: v.pipe(
    v.strictTuple([
      v.literal(messageTags.propose),
      generation,
      ballotSchema,
      slotSchema,
      entriesSchema,
      slotSchema,
    ]),
    v.check(
      ([, , , from, entries]) => entries.length === 0 || from > 0,
      'entries for a slot before the first',
    ),
    v.check(([, , , from, entries]) => lastSlotIsSafe(from, entries.length), endless),
    v.transform(
      ([, generation, ballot, from, entries, decidedThrough]): Message => ({
        type: 'propose',
        generation,
        ballot,
        from,
        entries,
        decidedThrough,
      }),
    ),
  ),
  accept: v.pipe(
    v.strictTuple([v.literal(messageTags.accept), generation, ballotSchema, realSlotSchema, realSlotSchema]),
    v.check(([, , , from, through]) => through >= from, 'a range that ends before it begins'),
    v.check(
      ([, , , from, through]) => through - from < maxMessageEntries,
      `more than ${maxMessageEntries} slots`,
    ),
    v.transform(
      ([, generation, ballot, from, through]): Message => ({
        type: 'accept',
        generation,
        ballot,
        from,
        through,
      }),
    ),
  ),
  reject: v.pipe(
    v.strictTuple([v.literal(messageTags.reject), generation, ballotSchema, ballotSchema]),
    v.transform(
      ([, generation, ballot, promised]): Message => ({ type: 'reject', generation, ballot, promised }),
    ),
  ),
  heartbeat: v.pipe(
    v.strictTuple([
      v.literal(messageTags.heartbeat),
      generation,
      countSchema,
      countSchema,
      ballotOrNoneSchema,
      v.boolean(),
      slotSchema,
      checkpointSchema,
      v.nullable(slotSchema),
      deedsSchema,
    ]),
    v.transform(
      ([
        ,
        generation,
        round,
        nonce,
        leader,
        happy,
        decidedThrough,
        checkpoint,
        sharedThrough,
        yours,
      ]): Message => ({
        type: 'heartbeat',
        generation,
        round,
        nonce,
        leader,
        happy,
        decidedThrough,
        ...checkpoint,
        sharedThrough,
        yours,
      }),
    ),
  ),
  heartbeatReply: v.pipe(
    v.strictTuple([
      v.literal(messageTags.heartbeatReply),
      generation,
      countSchema,
      countSchema,
      ballotOrNoneSchema,
      ballotOrNoneSchema,
      v.boolean(),
      slotSchema,
      checkpointSchema,
      v.boolean(),
      deedsSchema,
    ]),
    v.transform(
      ([
        ,
        generation,
        round,
        nonce,
        ballot,
        leader,
        happy,
        decidedThrough,
        checkpoint,
        signsOff,
        yours,
      ]): Message => ({
        type: 'heartbeatReply',
        generation,
        round,
        nonce,
        ballot,
        leader,
        happy,
        decidedThrough,
        ...checkpoint,
        signsOff,
        yours,
      }),
    ),
  ),
  submit: v.pipe(
    v.strictTuple([v.literal(messageTags.submit), generation, groupsSchema(maxSubmitCommands), v.boolean()]),
    v.transform(
      ([, generation, groups, forwarded]): Message => ({ type: 'submit', generation, groups, forwarded }),
    ),
  ),
  taken: v.pipe(
    v.strictTuple([v.literal(messageTags.taken), generation, ballotSchema, replicaIdSchema, countSchema]),
    v.transform(
      ([, generation, ballot, origin, sequence]): Message => ({
        type: 'taken',
        generation,
        ballot,
        origin,
        sequence,
      }),
    ),
  ),
  mark: v.pipe(
    v.strictTuple([v.literal(messageTags.mark), generation, positiveSchema]),
    v.transform(([, generation, number]): Message => ({ type: 'mark', generation, number })),
  ),
  arrived: v.pipe(
    v.strictTuple([v.literal(messageTags.arrived), generation, positiveSchema]),
    v.transform(([, generation, number]): Message => ({ type: 'arrived', generation, number })),
  ),
  learn: v.pipe(
    v.strictTuple([
      v.literal(messageTags.learn),
      generation,
      realSlotSchema,
      v.nullable(v.strictTuple([realSlotSchema, countSchema])),
    ]),
    v.check(([, , , rest]) => rest === null || rest[1] <= maxSnapshotBytes, 'past the end of any snapshot'),
    v.transform(([, generation, from, rest]): Message => {
      const learn = { type: 'learn', generation, from } as const;
      return rest === null ? learn : { ...learn, snapshot: { through: rest[0], offset: rest[1] } };
    }),
  ),
  learned: v.pipe(
    v.strictTuple([v.literal(messageTags.learned), generation, realSlotSchema, entriesSchema, slotSchema]),
    v.check(([, , from, entries]) => lastSlotIsSafe(from, entries.length), endless),
    v.transform(
      ([, generation, from, entries, decidedThrough]): Message => ({
        type: 'learned',
        generation,
        from,
        entries,
        decidedThrough,
      }),
    ),
  ),
  snapshot: v.pipe(
    v.strictTuple([
      v.literal(messageTags.snapshot),
      generation,
      realSlotSchema,
      imageBytesSchema,
      imageDigestSchema,
      countSchema,
      chunkSchema,
    ]),
    v.check(
      ([, , , totalBytes, , offset, bytes]) => offset + bytes.byteLength <= totalBytes,
      'a chunk beyond the end of its snapshot',
    ),
    v.transform(
      ([, generation, through, totalBytes, digest, offset, bytes]): Message => ({
        type: 'snapshot',
        generation,
        through,
        totalBytes,
        digest,
        offset,
        bytes,
      }),
    ),
  ),
  signOff: v.pipe(
    v.strictTuple([v.literal(messageTags.signOff), generation, v.boolean()]),
    v.transform(([, generation, going]): Message => ({ type: 'signOff', generation, going })),
  ),
  handover: v.pipe(
    v.strictTuple([v.literal(messageTags.handover), generation, ballotSchema]),
    v.transform(([, generation, ballot]): Message => ({ type: 'handover', generation, ballot })),
  ),
  superseded: v.pipe(
    v.strictTuple([v.literal(messageTags.superseded), generation, v.nullable(slotSchema), slotSchema]),
    v.transform(
      ([, generation, sharedThrough, decidedThrough]): Message => ({
        type: 'superseded',
        generation,
        sharedThrough,
        decidedThrough,
      }),
    ),
  ),
} satisfies { readonly [Type in MessageType]: v.GenericSchema<unknown, Message> };

const schemaByTag = new Map<unknown, v.GenericSchema<unknown, Message>>(
  Object.values(schemas).map((schema) => [schema.pipe[0].items[0].literal, schema]),
);

const unknownMessageSchema: v.GenericSchema<unknown, Message> = v.custom<Message>(
  () => false,
  'not a message that is known here',
);

export const messageSchema = v.lazy((input) => schemaByTag.get(tagOf(input)) ?? unknownMessageSchema);

export function messageTuple(message: Message): readonly unknown[] {
  const head = [messageTags[message.type], message.generation] as const;
  switch (message.type) {
    case 'prepare':
      return [...head, ballotTuple(message.ballot), message.from];
    case 'promise':
      return [
        ...head,
        ballotTuple(message.ballot),
        message.prepared,
        message.from,
        message.decidedThrough,
        message.compactedThrough,
        message.accepted.map(acceptedEntryTuple),
      ];
    case 'propose':
      return [
        ...head,
        ballotTuple(message.ballot),
        message.from,
        message.entries.map(entryTuple),
        message.decidedThrough,
      ];
    case 'accept':
      return [...head, ballotTuple(message.ballot), message.from, message.through];
    case 'reject':
      return [...head, ballotTuple(message.ballot), ballotTuple(message.promised)];
    case 'heartbeat':
      return [
        ...head,
        message.round,
        message.nonce,
        ballotTuple(message.leader),
        message.happy,
        message.decidedThrough,
        checkpointTuple(message.checkpoint),
        message.sharedThrough,
        deedsTuple(message.yours),
      ];
    case 'heartbeatReply':
      return [
        ...head,
        message.round,
        message.nonce,
        ballotTuple(message.ballot),
        ballotTuple(message.leader),
        message.happy,
        message.decidedThrough,
        checkpointTuple(message.checkpoint),
        message.signsOff,
        deedsTuple(message.yours),
      ];
    case 'submit':
      return [...head, message.groups.map(groupTuple), message.forwarded];
    case 'taken':
      return [...head, ballotTuple(message.ballot), message.origin, message.sequence];
    case 'mark':
    case 'arrived':
      return [...head, message.number];
    case 'learn':
      return [
        ...head,
        message.from,
        message.snapshot === undefined ? null : [message.snapshot.through, message.snapshot.offset],
      ];
    case 'learned':
      return [...head, message.from, message.entries.map(entryTuple), message.decidedThrough];
    case 'snapshot':
      return [...head, message.through, message.totalBytes, message.digest, message.offset, message.bytes];
    case 'signOff':
      return [...head, message.going];
    case 'handover':
      return [...head, ballotTuple(message.ballot)];
    case 'superseded':
      return [...head, message.sharedThrough, message.decidedThrough];
    default:
      return unreachable(message);
  }
}
