/** The engine's messages as tuples and back: `[tag, generation, …]`, in the order of `messageTags`. */

import * as v from 'valibot';
import { maxBatchCommands } from '#shared/paxos/entry.ts';
import { unreachable } from '#shared/paxos/invariant.ts';
import { type Message, type MessageType, maxMessageEntries } from '#shared/paxos/messages.ts';
import {
  acceptedEntrySchema,
  acceptedEntryTuple,
  ballotOrNoneSchema,
  ballotSchema,
  ballotTuple,
  commandRuns,
  commandsSchema,
  countSchema,
  entrySchema,
  entryTuple,
  realSlotSchema,
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
} as const satisfies { readonly [Type in MessageType]: number };

/** Commands in one `submit`, at most. */
export const maxSubmitCommands = 64 * maxBatchCommands;

const generation = countSchema;

const entriesSchema = v.pipe(
  v.array(entrySchema),
  v.maxLength(maxMessageEntries, `more than ${maxMessageEntries} entries`),
);

const acceptedSchema = v.pipe(
  v.array(acceptedEntrySchema),
  v.maxLength(maxMessageEntries, `more than ${maxMessageEntries} entries`),
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
    ]),
    v.transform(
      ([, generation, round, nonce, leader, happy, decidedThrough]): Message => ({
        type: 'heartbeat',
        generation,
        round,
        nonce,
        leader,
        happy,
        decidedThrough,
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
    ]),
    v.transform(
      ([, generation, round, nonce, ballot, leader, happy, decidedThrough]): Message => ({
        type: 'heartbeatReply',
        generation,
        round,
        nonce,
        ballot,
        leader,
        happy,
        decidedThrough,
      }),
    ),
  ),
  submit: v.pipe(
    v.strictTuple([
      v.literal(messageTags.submit),
      generation,
      commandsSchema(maxSubmitCommands),
      v.boolean(),
    ]),
    v.transform(
      ([, generation, commands, forwarded]): Message => ({ type: 'submit', generation, commands, forwarded }),
    ),
  ),
  learn: v.pipe(
    v.strictTuple([v.literal(messageTags.learn), generation, realSlotSchema]),
    v.transform(([, generation, from]): Message => ({ type: 'learn', generation, from })),
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
  handover: v.pipe(
    v.strictTuple([v.literal(messageTags.handover), generation, ballotSchema]),
    v.transform(([, generation, ballot]): Message => ({ type: 'handover', generation, ballot })),
  ),
  superseded: v.pipe(
    v.strictTuple([v.literal(messageTags.superseded), generation]),
    v.transform(([, generation]): Message => ({ type: 'superseded', generation })),
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
      ];
    case 'submit':
      return [...head, commandRuns(message.commands), message.forwarded];
    case 'learn':
      return [...head, message.from];
    case 'learned':
      return [...head, message.from, message.entries.map(entryTuple), message.decidedThrough];
    case 'handover':
      return [...head, ballotTuple(message.ballot)];
    case 'superseded':
      return head;
    default:
      return unreachable(message);
  }
}
