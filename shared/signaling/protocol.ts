/**
 * The messages between a signaling server and its clients, for both ends.
 *
 * JSON text messages over a WebSocket at {@link signalingPath}. A topic is an opaque name: the server announces the
 * members of a topic to one another, and forwards sealed `signal`s between them. It knows nothing else.
 */

import * as v from 'valibot';
import { boundedList } from '../wire/codec/bounded-list.ts';
import { hostIdSchema } from './host-info.ts';

/** The number in `welcome`. A client with another number reports it and does not use that server. */
export const signalingProtocol = 1;

/** Path of the WebSocket on a host's HTTP server. */
export const signalingPath = '/signal';

/** Bytes of one message (UTF-8), at most, in either direction. */
export const maxSignalingMessageBytes = 64 * 1024;

/** Characters of `data` in a signal, at most: a message without its other fields. */
export const maxSignalDataLength = 60 * 1024;

/** Characters in a topic or in a peer id, at most. */
export const maxSignalingNameLength = 64;

/** Members of one topic, at most. */
export const maxTopicMembers = 64;

/** Topics that one connection may be in, at most. */
export const maxTopicsPerConnection = 16;

const name = v.pipe(v.string(), v.maxLength(maxSignalingNameLength), v.regex(/^[A-Za-z0-9_-]+$/));

/** Sealed and in base64url, so ASCII: in JSON its characters are its bytes. */
const data = v.pipe(v.string(), v.maxLength(maxSignalDataLength), v.regex(/^[A-Za-z0-9_-]+$/));

const join = v.strictObject({ type: v.literal('join'), topic: name, peer: name });
const leave = v.strictObject({ type: v.literal('leave'), topic: name });
const outgoingSignal = v.strictObject({ type: v.literal('signal'), topic: name, to: name, data });

const topics = boundedList(name, maxTopicsPerConnection);
const look = v.strictObject({ type: v.literal('look'), topics });

const clientMessage = v.variant('type', [join, leave, outgoingSignal, look]);

/**
 * `join`: enters a topic under a random address (`app/mesh/signaling/peer-address.ts`), a new one for each stay.
 * `signal`: forwarded to `to` if it is in the topic.
 * `look`: asks which of these topics have a member, without joining them. A server without it replies `bad-message`.
 */
export type ClientMessage = v.InferOutput<typeof clientMessage>;

/**
 * - `bad-message`: not a message of this protocol, or too large; the server disconnects after a few.
 * - `not-joined`: a signal or a leave for a topic that this connection is not in.
 * - `topic-full`, `too-many-topics`: a bound of this protocol was reached.
 * - `peer-taken`: another member of this topic has that id; choose another.
 * - `unknown-peer`: `to` is not in the topic (any more).
 * - `too-fast`: the message was dropped; wait before sending more.
 * - `server-full`: no more connections; retry later. The server disconnects.
 */
export const signalingErrorCodes = [
  'bad-message',
  'not-joined',
  'topic-full',
  'too-many-topics',
  'peer-taken',
  'unknown-peer',
  'too-fast',
  'server-full',
] as const;

export type SignalingErrorCode = (typeof signalingErrorCodes)[number];

const serverMessage = v.variant('type', [
  v.looseObject({
    type: v.literal('welcome'),
    protocol: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    /** The host's id, which is the same at all its addresses. */
    host: v.exactOptional(hostIdSchema),
    /** Whether members may ask it to keep a vote (`host-votes.ts`). */
    lends: v.exactOptional(v.boolean()),
  }),
  v.strictObject({
    type: v.literal('members'),
    topic: name,
    peers: boundedList(name, maxTopicMembers),
  }),
  v.strictObject({ type: v.literal('present'), topics }),
  v.strictObject({ type: v.literal('joined'), topic: name, peer: name }),
  v.strictObject({ type: v.literal('left'), topic: name, peer: name }),
  v.strictObject({ type: v.literal('signal'), topic: name, from: name, data }),
  v.strictObject({
    type: v.literal('error'),
    code: v.picklist(signalingErrorCodes),
    topic: v.exactOptional(name),
  }),
]);

/**
 * `welcome`: the first message on every connection. `members`: the reply to a join, with the other members of the
 * topic. `joined`, `left`: sent to the others. `present`: the reply to a `look`, with the topics that have a member.
 */
export type ServerMessage = v.InferOutput<typeof serverMessage>;

export type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  /** `why` is for logs and developers, not for people at the board. */
  | { readonly ok: false; readonly why: string };

/** For the server's end. Never throws. */
export function parseClientMessage(text: string): Parsed<ClientMessage> {
  return parse(clientMessage, text);
}

/** For the client's end. Never throws. */
export function parseServerMessage(text: string): Parsed<ServerMessage> {
  return parse(serverMessage, text);
}

/** Encodes a message, for both ends. */
export function formatSignalingMessage(message: ClientMessage | ServerMessage): string {
  return JSON.stringify(message);
}

type MessageSchema = typeof clientMessage | typeof serverMessage;

function parse<Schema extends MessageSchema>(schema: Schema, text: string): Parsed<v.InferOutput<Schema>> {
  // A character has at least one byte, so this bounds the work before JSON.parse; WebSockets bound the bytes.
  if (text.length > maxSignalingMessageBytes)
    return { ok: false, why: `${text.length} characters are too many` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, why: 'not JSON' };
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const [issue] = result.issues;
  return { ok: false, why: `${v.getDotPath(issue) ?? 'message'}: ${issue.message.slice(0, 200)}` };
}
