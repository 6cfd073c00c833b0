/**
 * The messages of a channel: a kind, then a body.
 *
 * A frame can exceed a data channel's message, and pings must not wait for it; so frames travel as chunks
 * (`chunks.ts`), and everything else has its own kind.
 */

import { isReplicaId, maxReplicaIdLength, type ReplicaId } from '#shared/paxos/model/ids.ts';

/**
 * Bytes of one message, at most, except relayed ones. Chromium takes 262,144; small ones keep round trips short under
 * load.
 */
export const maxMessageBytes = 16 * 1024;

/** Bytes of a relayed payload, at most: a peer's message, its seal, and the header of `relay-channel.ts`. */
export const maxCarriedBytes = maxMessageBytes + 64;

/** Replicas in one `neighbours`, at most. */
export const maxToldNeighbours = 128;

export const messageKind = {
  /** The unsealed greeting, and the proof (`handshake.ts`). */
  handshake: 1,
  ping: 2,
  pong: 3,
  chunk: 4,
  carry: 5,
  carried: 6,
  undelivered: 7,
  neighbours: 8,
  removed: 9,
} as const;

/** Messages about connections; only over a direct one. */
export type LinkMessage =
  /** Asks the receiver to relay `payload` to `replica`. */
  | { readonly kind: 'carry'; readonly replica: ReplicaId; readonly payload: Uint8Array }
  /** Relays `payload` from `replica`. */
  | { readonly kind: 'carried'; readonly replica: ReplicaId; readonly payload: Uint8Array }
  /** A payload could not be relayed to `replica`. */
  | { readonly kind: 'undelivered'; readonly replica: ReplicaId }
  /** All replicas that the sender has a direct connection to. */
  | { readonly kind: 'neighbours'; readonly replicas: readonly ReplicaId[] };

export type ChannelMessage =
  | { readonly kind: 'handshake'; readonly body: Uint8Array }
  | { readonly kind: 'ping' | 'pong'; readonly number: number }
  | { readonly kind: 'chunk'; readonly message: Uint8Array }
  /** The receiver was removed from the board. */
  | { readonly kind: 'removed' }
  | LinkMessage;

/** A peer's message violates the protocol; the link is dropped. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
}

const pingBytes = 5;

/** The kind, and the length of a replica id. */
const carryHeaderBytes = 2;
const maxCarryBytes = carryHeaderBytes + maxReplicaIdLength + maxCarriedBytes;

/** Bytes of the longest message before it is sealed. */
export const maxPlainBytes = Math.max(maxMessageBytes, maxCarryBytes);

export function handshakeMessage(body: Uint8Array): Uint8Array {
  if (body.byteLength + 1 > maxMessageBytes) {
    throw new RangeError(`a handshake message of ${body.byteLength} bytes`);
  }
  const message = new Uint8Array(1 + body.byteLength);
  message[0] = messageKind.handshake;
  message.set(body, 1);
  return message;
}

/** @param number 0 to 2^32 - 1, repeated in the reply. */
export function pingMessage(kind: 'ping' | 'pong', number: number): Uint8Array {
  const message = new Uint8Array(pingBytes);
  message[0] = messageKind[kind];
  new DataView(message.buffer).setUint32(1, number);
  return message;
}

export function removedMessage(): Uint8Array {
  return Uint8Array.of(messageKind.removed);
}

/** @throws RangeError if it exceeds the bound of {@link decodeMessage}. */
export function encodeLinkMessage(message: LinkMessage): Uint8Array {
  if (message.kind === 'neighbours') {
    const { replicas } = message;
    if (replicas.length > maxToldNeighbours) throw new RangeError(`${replicas.length} neighbours`);
    return joined(messageKind.neighbours, new TextEncoder().encode(replicas.join(' ')));
  }
  const id = new TextEncoder().encode(message.replica);
  const payload = message.kind === 'undelivered' ? new Uint8Array() : message.payload;
  if (payload.byteLength > maxCarriedBytes) throw new RangeError(`${payload.byteLength} bytes to carry`);
  return joined(messageKind[message.kind], Uint8Array.of(id.byteLength), id, payload);
}

/** @throws ChannelError if the kind is unknown, or the size or content is invalid for its kind. */
export function decodeMessage(message: Uint8Array): ChannelMessage {
  const kind = message[0];
  const maxBytes =
    kind === messageKind.carry || kind === messageKind.carried ? maxCarryBytes : maxMessageBytes;
  if (message.byteLength > maxBytes) {
    throw new ChannelError(`a message of ${message.byteLength} bytes; ${maxBytes} are allowed`);
  }
  switch (kind) {
    case messageKind.handshake:
      return { kind: 'handshake', body: message.subarray(1) };
    case messageKind.ping:
      return { kind: 'ping', number: pingNumber(message) };
    case messageKind.pong:
      return { kind: 'pong', number: pingNumber(message) };
    case messageKind.chunk:
      return { kind: 'chunk', message };
    case messageKind.carry:
      return { kind: 'carry', ...addressed(message) };
    case messageKind.carried:
      return { kind: 'carried', ...addressed(message) };
    case messageKind.undelivered:
      return { kind: 'undelivered', replica: addressed(message).replica };
    case messageKind.neighbours:
      return { kind: 'neighbours', replicas: neighbours(message) };
    case messageKind.removed:
      return { kind: 'removed' };
    case undefined:
      throw new ChannelError('an empty message');
    default:
      throw new ChannelError(`a message of unknown kind ${kind}`);
  }
}

function pingNumber(message: Uint8Array): number {
  if (message.byteLength !== pingBytes) throw new ChannelError(`a ping of ${message.byteLength} bytes`);
  return new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(1);
}

function addressed(message: Uint8Array): { readonly replica: ReplicaId; readonly payload: Uint8Array } {
  const end = carryHeaderBytes + (message[1] ?? 0);
  if (message.byteLength < end) throw new ChannelError('an address that is cut short');
  return {
    replica: asReplica(text(message.subarray(carryHeaderBytes, end))),
    payload: message.subarray(end),
  };
}

function neighbours(message: Uint8Array): readonly ReplicaId[] {
  const list = text(message.subarray(1));
  const ids = list === '' ? [] : list.split(' ', maxToldNeighbours + 1);
  if (ids.length > maxToldNeighbours) throw new ChannelError('too many neighbours');
  return ids.map(asReplica);
}

function asReplica(id: string): ReplicaId {
  if (!isReplicaId(id)) throw new ChannelError('something else than a replica');
  return id;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function joined(kind: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const message = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 1));
  message[0] = kind;
  let offset = 1;
  for (const part of parts) {
    message.set(part, offset);
    offset += part.byteLength;
  }
  return message;
}
