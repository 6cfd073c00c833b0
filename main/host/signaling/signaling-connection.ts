/** One client of the signaling server: its messages, the replies, and the bounds of both. */

import type { RawData, WebSocket } from 'ws';
import {
  type ClientMessage,
  formatSignalingMessage,
  maxTopicsPerConnection,
  parseClientMessage,
  type ServerMessage,
  type SignalingErrorCode,
  signalingProtocol,
} from '#shared/signaling/protocol.ts';
import { TokenBucket } from './token-bucket.ts';
import type { Topics } from './topics.ts';

export interface ConnectionLimits {
  /** Messages in a burst, each at most {@link bytesPerToken} long; a longer one counts as several. */
  readonly burstMessages: number;
  readonly messagesPerSecond: number;
  /** Messages in a row dropped for exceeding the rate, before the server disconnects. */
  readonly maxDroppedMessages: number;
  /** Malformed messages before the server disconnects. */
  readonly maxBadMessages: number;
  /** Bytes buffered for a client that does not read; beyond, the server disconnects. */
  readonly maxBufferedBytes: number;
}

/** A newcomer to a full topic sends some ten signals to each of 63 others: a burst, and then silence. */
export const defaultConnectionLimits: ConnectionLimits = {
  burstMessages: 1500,
  messagesPerSecond: 100,
  maxDroppedMessages: 1000,
  maxBadMessages: 8,
  maxBufferedBytes: 4 * 1024 * 1024,
};

/** Bytes of a message that cost one token; a session description fits. */
const bytesPerToken = 4096;

/** Beats in a row without a topic after which a connection is closed: it occupies a place without use. */
export const maxIdleBeats = 2;

/** Close codes of RFC 6455, section 7.4.1. */
export const closeCodes = { goingAway: 1001, policy: 1008, tryLater: 1013 } as const;

export class SignalingConnection {
  readonly #socket: WebSocket;
  readonly #topics: Topics<SignalingConnection>;
  readonly #limits: ConnectionLimits;
  readonly #bucket: TokenBucket;
  /** Topic → the id by which this connection is known in it. */
  readonly #joined = new Map<string, string>();
  #badMessages = 0;
  #droppedMessages = 0;
  #alive = true;
  #idleBeats = 0;

  constructor(
    socket: WebSocket,
    topics: Topics<SignalingConnection>,
    limits: ConnectionLimits,
    now: () => number,
    host: string,
  ) {
    this.#socket = socket;
    this.#topics = topics;
    this.#limits = limits;
    this.#bucket = new TokenBucket(limits.burstMessages, limits.messagesPerSecond, now);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    this.#send({ type: 'welcome', protocol: signalingProtocol, host });
  }

  /** Sends a ping, and disconnects if there was no pong since the last one, or if it has long been in no topic. */
  beat(): void {
    this.#idleBeats = this.#joined.size === 0 ? this.#idleBeats + 1 : 0;
    if (this.#idleBeats > maxIdleBeats) {
      this.#hangUp('in no topic');
      return;
    }
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  /** After the socket has closed: notifies the others. */
  forget(): void {
    for (const topic of [...this.#joined.keys()]) this.#leave(topic);
  }

  close(code: number, why: string): void {
    this.#socket.close(code, why);
  }

  /** Without the closing handshake, for a client that does not complete it. */
  terminate(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    // Messages read together with the last one arrive even after the server has disconnected.
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#alive = true;
    const bytes = toBuffer(data);
    if (!this.#bucket.take(Math.max(1, Math.ceil(bytes.length / bytesPerToken)))) {
      this.#drop();
      return;
    }
    this.#droppedMessages = 0;
    const parsed = isBinary ? undefined : parseClientMessage(bytes.toString('utf8'));
    if (parsed?.ok) this.#handle(parsed.message);
    else this.#refuseBadMessage();
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case 'join':
        this.#join(message.topic, message.peer);
        return;
      case 'leave':
        if (this.#joined.has(message.topic)) this.#leave(message.topic);
        else this.#refuse('not-joined', message.topic);
        return;
      case 'signal':
        this.#carry(message.topic, message.to, message.data);
    }
  }

  #join(topic: string, peer: string): void {
    const known = this.#joined.get(topic);
    // A repeated join, e.g. of a client that missed the reply: replied again.
    if (known !== peer) {
      if (known !== undefined) this.#leave(topic);
      if (this.#joined.size >= maxTopicsPerConnection) {
        this.#refuse('too-many-topics', topic);
        return;
      }
      const result = this.#topics.join(topic, peer, this);
      if (result !== 'joined') {
        this.#refuse(result, topic);
        return;
      }
      this.#joined.set(topic, peer);
      this.#tellOthers(topic, peer, { type: 'joined', topic, peer });
    }
    this.#send({ type: 'members', topic, peers: this.#topics.others(topic, peer).map(([other]) => other) });
  }

  #leave(topic: string): void {
    const peer = this.#joined.get(topic);
    if (peer === undefined) return;
    this.#joined.delete(topic);
    this.#topics.leave(topic, peer);
    this.#tellOthers(topic, peer, { type: 'left', topic, peer });
  }

  #carry(topic: string, to: string, data: string): void {
    const from = this.#joined.get(topic);
    if (from === undefined) {
      this.#refuse('not-joined', topic);
      return;
    }
    const receiver = this.#topics.find(topic, to);
    if (receiver === undefined) this.#refuse('unknown-peer', topic);
    else receiver.#send({ type: 'signal', topic, from, data });
  }

  #tellOthers(topic: string, peer: string, message: ServerMessage): void {
    for (const [, other] of this.#topics.others(topic, peer)) other.#send(message);
  }

  #drop(): void {
    this.#droppedMessages += 1;
    // Sent once per series: a reply to every message would be a flood in the other direction.
    if (this.#droppedMessages === 1) this.#refuse('too-fast');
    if (this.#droppedMessages > this.#limits.maxDroppedMessages) this.#hangUp('too many messages');
  }

  #refuseBadMessage(): void {
    this.#badMessages += 1;
    this.#refuse('bad-message');
    if (this.#badMessages >= this.#limits.maxBadMessages) this.#hangUp('this is a Paxboard signaling server');
  }

  #refuse(code: SignalingErrorCode, topic?: string): void {
    this.#send({ type: 'error', code, ...(topic === undefined ? {} : { topic }) });
  }

  #hangUp(why: string): void {
    this.#socket.close(closeCodes.policy, why);
  }

  #send(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#limits.maxBufferedBytes) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(formatSignalingMessage(message));
  }
}

/** By its default `binaryType`, `ws` hands over Buffers; the type speaks of all three. */
function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
