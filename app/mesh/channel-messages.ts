/**
 * One message of a data channel: a kind, then a body.
 *
 * Frames can be larger than a data channel takes in one message, and pings must not wait behind them; so
 * frames travel as chunks (`chunks.ts`) and everything else has a kind of its own.
 */

/** Bytes of one message, at most. Chromium takes 262,144; small ones keep a round trip short under load. */
export const maxMessageBytes = 16 * 1024;

export const messageKind = {
  /** A step of the handshake (`handshake.ts`). */
  handshake: 1,
  ping: 2,
  pong: 3,
  chunk: 4,
} as const;

export type ChannelMessage =
  | { readonly kind: 'handshake'; readonly body: Uint8Array }
  | { readonly kind: 'ping' | 'pong'; readonly number: number }
  | { readonly kind: 'chunk'; readonly message: Uint8Array };

/** What a peer sent does not follow the rules of the channel. The peer is dropped. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
}

const pingBytes = 5;

export function handshakeMessage(body: Uint8Array): Uint8Array {
  if (body.byteLength + 1 > maxMessageBytes) {
    throw new RangeError(`a handshake message of ${body.byteLength} bytes`);
  }
  const message = new Uint8Array(1 + body.byteLength);
  message[0] = messageKind.handshake;
  message.set(body, 1);
  return message;
}

/** @param number 0 to 2^32 - 1, repeated by the answer. */
export function pingMessage(kind: 'ping' | 'pong', number: number): Uint8Array {
  const message = new Uint8Array(pingBytes);
  message[0] = messageKind[kind];
  new DataView(message.buffer).setUint32(1, number);
  return message;
}

/** @throws ChannelError if `message` is none of the kinds, or has the wrong size for its kind. */
export function decodeMessage(message: Uint8Array): ChannelMessage {
  if (message.byteLength > maxMessageBytes) {
    throw new ChannelError(`a message of ${message.byteLength} bytes; ${maxMessageBytes} are allowed`);
  }
  switch (message[0]) {
    case messageKind.handshake:
      return { kind: 'handshake', body: message.subarray(1) };
    case messageKind.ping:
      return { kind: 'ping', number: pingNumber(message) };
    case messageKind.pong:
      return { kind: 'pong', number: pingNumber(message) };
    case messageKind.chunk:
      return { kind: 'chunk', message };
    case undefined:
      throw new ChannelError('an empty message');
    default:
      throw new ChannelError(`a message of unknown kind ${message[0]}`);
  }
}

function pingNumber(message: Uint8Array): number {
  if (message.byteLength !== pingBytes) throw new ChannelError(`a ping of ${message.byteLength} bytes`);
  return new DataView(message.buffer, message.byteOffset, message.byteLength).getUint32(1);
}
