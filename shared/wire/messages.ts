/** Encodes the engine's messages as tuples: `[tag, generation, …]`, one table of fields per message. */

import * as v from 'valibot';
import { type Checkpoint, maxDigestLength } from '#shared/paxos/catch-up/checkpoints.ts';
import { maxSnapshotBytes } from '#shared/paxos/catch-up/snapshot.ts';
import {
  type AcceptedEntry,
  type Learn,
  type Message,
  type MessageType,
  maxMessageEntries,
  maxSnapshotChunkBytes,
} from '#shared/paxos/messages.ts';
import { maxVoters } from '#shared/paxos/model/configuration.ts';
import type { Deeds } from '#shared/paxos/model/deeds.ts';
import { type Entry, type Group, maxBatchCommands } from '#shared/paxos/model/entry.ts';
import type { Slot } from '#shared/paxos/model/ids.ts';
import { boundedList } from './codec/bounded-list.ts';
import { type Fields, field, type Layout, layout, optional, type Rule } from './codec/fields.ts';
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

/** Numbers on the wire: never reused. */
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

// Fields.

const count = field(countSchema);
const positive = field(positiveSchema);
const flag = field(v.boolean());
const setFlag = optional(field(v.literal(true)));
const slot = field(realSlotSchema);
/** The last slot of a range; 0 is before the first slot. */
const through = field(slotSchema);
const throughOrUnknown = field(v.nullable(slotSchema));
const ballot = field(ballotSchema, ballotTuple);
const ballotOrNone = field(ballotOrNoneSchema, ballotTuple);
const replica = field(replicaIdSchema);

const tooManyEntries = `more than ${maxMessageEntries} entries`;

const entries = field<readonly Entry[]>(boundedList(entrySchema, maxMessageEntries, tooManyEntries), (list) =>
  list.map(entryTuple),
);

const accepted = field<readonly AcceptedEntry[]>(
  v.pipe(
    boundedList(acceptedEntrySchema, maxMessageEntries, tooManyEntries),
    v.check(
      (list) =>
        list.every((entry, position) => position === 0 || (list[position - 1]?.slot ?? 0) < entry.slot),
      'entries are not in slot order',
    ),
  ),
  (list) => list.map(acceptedEntryTuple),
);

/** By voter. */
const gathered = optional(
  field<readonly Slot[]>(boundedList(slotSchema, maxVoters, `more than ${maxVoters} voters`)),
);

const groups = field<readonly Group[]>(groupsSchema(maxSubmitCommands), (list) => list.map(groupTuple));

const checkpoint = optional(
  field(
    v.pipe(
      v.strictTuple([
        realSlotSchema,
        v.pipe(
          v.string(),
          v.maxLength(maxDigestLength, `a digest of more than ${maxDigestLength} characters`),
        ),
      ]),
      v.transform(([slot, digest]): Checkpoint => ({ slot, digest })),
    ),
    ({ slot, digest }) => [slot, digest],
  ),
);

const deeds = field(
  v.pipe(
    v.strictTuple([ballotOrNoneSchema, slotSchema]),
    v.transform(([ballot, acceptedThrough]): Deeds => ({ ballot, acceptedThrough })),
  ),
  ({ ballot, acceptedThrough }) => [ballotTuple(ballot), acceptedThrough],
);

/** The requested rest of a snapshot. */
const snapshotRest = optional(
  field(
    v.pipe(
      v.strictTuple([
        realSlotSchema,
        v.pipe(countSchema, v.maxValue(maxSnapshotBytes, 'beyond the end of any snapshot')),
      ]),
      v.transform(([through, offset]): NonNullable<Learn['snapshot']> => ({ through, offset })),
    ),
    ({ through, offset }) => [through, offset],
  ),
);

const snapshotBytes = field(
  v.pipe(positiveSchema, v.maxValue(maxSnapshotBytes, 'a snapshot that is too large')),
);
const snapshotDigest = field(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'not a SHA-256 digest')));

const chunk = field(
  v.custom<Uint8Array>(
    (value) =>
      value instanceof Uint8Array && value.byteLength > 0 && value.byteLength <= maxSnapshotChunkBytes,
    `not 1 to ${maxSnapshotChunkBytes} bytes of a snapshot`,
  ),
);

// Messages.

type MessageOf<Type extends MessageType> = Extract<Message, { readonly type: Type }>;
type Content<Type extends MessageType> = Omit<MessageOf<Type>, 'type' | 'generation'>;

/** The first field of every message is its sender's generation. */
function message<Type extends MessageType>(
  type: Type,
  fields: Fields<Content<Type>>,
  rules: readonly Rule<Content<Type>>[] = [],
): Layout<Message> {
  const all = { generation: count, ...fields };
  // A type and the fields of its content make a message; the compiler cannot infer that for a generic type.
  return layout(messageTags[type], { type }, all, rules) as unknown as Layout<Message>;
}

/** The last of `length` consecutive slots from `firstSlot` up must be a safe integer. */
const slotsEnd = {
  holds: ({ firstSlot, entries }: Pick<MessageOf<'propose'>, 'firstSlot' | 'entries'>) =>
    Number.isSafeInteger(firstSlot + entries.length),
  problem: 'slots beyond safe integers',
};

const layouts: { readonly [Type in MessageType]: Layout<Message> } = {
  prepare: message('prepare', { ballot, firstSlot: slot }),
  promise: message(
    'promise',
    {
      ballot,
      prepared: through,
      firstSlot: through,
      decidedThrough: through,
      compactedThrough: through,
      accepted,
    },
    [
      {
        holds: ({ prepared, firstSlot }) => firstSlot >= prepared,
        problem: 'a promise that starts before the prepared slot',
      },
      {
        holds: ({ firstSlot, accepted }) => (accepted[0]?.slot ?? firstSlot) >= firstSlot,
        problem: 'entries before the first slot',
      },
    ],
  ),
  propose: message('propose', { ballot, firstSlot: through, entries, decidedThrough: through, gathered }, [
    {
      holds: ({ firstSlot, entries }) => entries.length === 0 || firstSlot > 0,
      problem: 'entries for a slot before the first',
    },
    slotsEnd,
  ]),
  accept: message('accept', { ballot, firstSlot: slot, through: slot }, [
    {
      holds: ({ firstSlot, through }) => through >= firstSlot,
      problem: 'a range that ends before it begins',
    },
    {
      holds: ({ firstSlot, through }) => through - firstSlot < maxMessageEntries,
      problem: `more than ${maxMessageEntries} slots`,
    },
  ]),
  reject: message('reject', { ballot, promised: ballot }),
  heartbeat: message('heartbeat', {
    round: count,
    nonce: count,
    leader: ballotOrNone,
    happy: flag,
    decidedThrough: through,
    storedThrough: through,
    checkpoint,
    sharedThrough: throughOrUnknown,
    yours: deeds,
  }),
  heartbeatReply: message('heartbeatReply', {
    round: count,
    nonce: count,
    ballot: ballotOrNone,
    leader: ballotOrNone,
    happy: flag,
    decidedThrough: through,
    storedThrough: through,
    checkpoint,
    signsOff: flag,
    yours: deeds,
  }),
  submit: message('submit', { groups, forwarded: flag }),
  taken: message('taken', { ballot, origin: replica, sequence: count }),
  mark: message('mark', { number: positive }),
  arrived: message('arrived', { number: positive }),
  learn: message('learn', { firstSlot: slot, snapshot: snapshotRest, witness: setFlag }),
  learned: message('learned', { firstSlot: slot, entries, decidedThrough: through }, [slotsEnd]),
  snapshot: message(
    'snapshot',
    { through: slot, totalBytes: snapshotBytes, digest: snapshotDigest, offset: count, bytes: chunk },
    [
      {
        holds: ({ totalBytes, offset, bytes }) => offset + bytes.byteLength <= totalBytes,
        problem: 'a chunk beyond the end of its snapshot',
      },
    ],
  ),
  signOff: message('signOff', { going: flag }),
  handover: message('handover', { ballot }),
  superseded: message('superseded', { sharedThrough: throughOrUnknown, decidedThrough: through }),
};

const schemaByTag = new Map<unknown, v.GenericSchema<unknown, Message>>(
  Object.entries(layouts).map(([type, { schema }]) => [messageTags[type as MessageType], schema]),
);

const unknownMessageSchema: v.GenericSchema<unknown, Message> = v.custom<Message>(
  () => false,
  'not a known message',
);

export const messageSchema = v.lazy((input) => schemaByTag.get(tagOf(input)) ?? unknownMessageSchema);

export function messageTuple(message: Message): readonly unknown[] {
  return layouts[message.type].encode(message);
}
