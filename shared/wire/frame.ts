/** Frames: the unit of transfer between members. The first byte is the kind of message. */

import type { Message } from '#shared/paxos/messages.ts';
import { type Decoded, pack, refused, unpack } from './codec/codec.ts';
import { messageSchema, messageTuple } from './messages.ts';
import { maxPresenceBytes, type SessionMessage, sessionMessageSchema } from './presence.ts';

/** First bytes: never reused. 3 is in `hosts.ts`, 5 in `blobs.ts`; 2 was an earlier form of presence. */
const frameKinds = { engine: 1, session: 4 } as const;

/** First byte of a frame with a session's message, which identifies the frame before it is decoded. */
export const sessionFrameKind: number = frameKinds.session;

/** Bytes of a frame with an engine's message, at most: the transport's bound (`app/mesh`). */
export const maxMessageBytes = 16 * 1024 * 1024;

/** Bytes of a frame with a session's message, at most. */
export const maxSessionMessageBytes = maxPresenceBytes;

export type Frame =
  | { readonly kind: 'engine'; readonly message: Message }
  | { readonly kind: 'session'; readonly message: SessionMessage };

export type DecodedMessage<M> =
  | { readonly ok: true; readonly message: M }
  | { readonly ok: false; readonly problem: string };

/** Dispatches on the first byte. Never throws, for any `bytes`. */
export function decodeFrame(
  bytes: Uint8Array,
): { readonly ok: true; readonly frame: Frame } | { readonly ok: false; readonly problem: string } {
  switch (bytes[0]) {
    case frameKinds.engine: {
      const decoded = decodeMessage(bytes);
      return decoded.ok ? { ok: true, frame: { kind: 'engine', message: decoded.message } } : decoded;
    }
    case frameKinds.session: {
      const decoded = decodeSessionMessage(bytes);
      return decoded.ok ? { ok: true, frame: { kind: 'session', message: decoded.message } } : decoded;
    }
    default:
      return refused(bytes.byteLength === 0 ? 'empty' : `of the unknown kind ${bytes[0]}`);
  }
}

/** @throws RangeError if the frame is larger than {@link maxMessageBytes}, which no bounded message is. */
export function encodeMessage(message: Message): Uint8Array {
  return bounded(pack(frameKinds.engine, messageTuple(message)), maxMessageBytes);
}

/** Bodies of commands are views into `bytes`, which must not be modified afterwards. Never throws. */
export function decodeMessage(bytes: Uint8Array): DecodedMessage<Message> {
  return asMessage(unpack(frameKinds.engine, messageSchema, bytes, maxMessageBytes));
}

/** @throws RangeError if the frame is larger than {@link maxSessionMessageBytes}. */
export function encodeSessionMessage(message: SessionMessage): Uint8Array {
  return bounded(pack(frameKinds.session, message), maxSessionMessageBytes);
}

/** Never throws. */
export function decodeSessionMessage(bytes: Uint8Array): DecodedMessage<SessionMessage> {
  return asMessage(unpack(frameKinds.session, sessionMessageSchema, bytes, maxSessionMessageBytes));
}

function asMessage<M>(decoded: Decoded<M>): DecodedMessage<M> {
  return decoded.ok ? { ok: true, message: decoded.value } : decoded;
}

function bounded(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.byteLength <= maxBytes) return bytes;
  throw new RangeError(`a frame of ${bytes.byteLength} bytes, more than ${maxBytes}`);
}
