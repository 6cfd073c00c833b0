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
  /** Consecutive messages dropped for exceeding the rate, before the server disconnects. */
  readonly maxDroppedMessages: number;
  /** Malformed messages before the server disconnects. */
  readonly maxBadMessages: number;
  /** Bytes buffered for a client that does not read; beyond, the server disconnects. */
  readonly maxBufferedBytes: number;
}

/** A newcomer to a full topic sends some ten signals to each of 63 others in one burst. */
export const defaultConnectionLimits: ConnectionLimits = {
  burstMessages: 1500,
  messagesPerSecond: 100,
  maxDroppedMessages: 1000,
  maxBadMessages: 8,
  maxBufferedBytes: 4 * 1024 * 1024,
};

/** Bytes of a message that cost one token; a session description fits. */
const bytesPerToken = 4096;

/** Consecutive beats without a topic after which a connection is closed. */
export const maxIdleBeats = 2;

/** Close codes of RFC 6455, section 7.4.1. */
export const closeCodes = { goingAway: 1001, policy: 1008, tryLater: 1013 } as const;

/** What a host says of itself. */
export type HostGreeting = Omit<Extract<ServerMessage, { readonly type: 'welcome' }>, 'type' | 'protocol'>;

/** Receives what is said in a topic. */
export interface TopicMember {
  /** Not a device with a person: a witness on this host. */
  readonly isHosted?: true;
  send(message: ServerMessage): void;
}

export class SignalingConnection implements TopicMember {
  readonly #socket: WebSocket;
  readonly #topics: Topics<TopicMember>;
  readonly #limits: ConnectionLimits;
  readonly #bucket: TokenBucket;
  /** The joined topics, each with this connection's id in it. */
  readonly #joined = new Map<string, string>();
  #badMessages = 0;
  #droppedMessages = 0;
  #alive = true;
  #idleBeats = 0;

  constructor(
    socket: WebSocket,
    topics: Topics<TopicMember>,
    limits: ConnectionLimits,
    now: () => number,
    greeting: HostGreeting,
  ) {
    this.#socket = socket;
    this.#topics = topics;
    this.#limits = limits;
    this.#bucket = new TokenBucket(limits.burstMessages, limits.messagesPerSecond, now);
    socket.on('message', (data, isBinary) => this.#receive(data, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    this.send({ type: 'welcome', protocol: signalingProtocol, ...greeting });
  }

  /** Sends a ping, and disconnects if there was no pong since the last one, or if it has long been in no topic. */
  beat(): void {
    this.#idleBeats = this.#joined.size === 0 ? this.#idleBeats + 1 : 0;
    if (this.#idleBeats > maxIdleBeats) {
      this.#disconnect('in no topic');
      return;
    }
    if (!this.#alive) {
      this.#socket.terminate();
      return;
    }
    this.#alive = false;
    this.#socket.ping();
  }

  /** Leaves all topics, and notifies their members. Called after the socket has closed. */
  leaveAll(): void {
    for (const topic of [...this.#joined.keys()]) this.#leave(topic);
  }

  close(code: number, why: string): void {
    this.#socket.close(code, why);
  }

  /** Disconnects a client that does not complete the closing handshake. */
  terminate(): void {
    this.#socket.terminate();
  }

  #receive(data: RawData, isBinary: boolean): void {
    // `ws` still emits messages that it has read before the server disconnected.
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
        this.#forward(message.topic, message.to, message.data);
        return;
      case 'look': {
        const present = message.topics.filter((topic) =>
          this.#topics.others(topic, '').some(([, { isHosted }]) => isHosted !== true),
        );
        this.send({ type: 'present', topics: [...new Set(present)] });
      }
    }
  }

  #join(topic: string, peer: string): void {
    const known = this.#joined.get(topic);
    // A client that missed the reply may repeat the join.
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
      this.#notifyOthers(topic, peer, { type: 'joined', topic, peer });
    }
    this.send({ type: 'members', topic, peers: this.#topics.others(topic, peer).map(([other]) => other) });
  }

  #leave(topic: string): void {
    const peer = this.#joined.get(topic);
    if (peer === undefined) return;
    this.#joined.delete(topic);
    this.#topics.leave(topic, peer);
    this.#notifyOthers(topic, peer, { type: 'left', topic, peer });
  }

  #forward(topic: string, to: string, data: string): void {
    const from = this.#joined.get(topic);
    if (from === undefined) {
      this.#refuse('not-joined', topic);
      return;
    }
    const receiver = this.#topics.find(topic, to);
    if (receiver === undefined) this.#refuse('unknown-peer', topic);
    else receiver.send({ type: 'signal', topic, from, data });
  }

  #notifyOthers(topic: string, peer: string, message: ServerMessage): void {
    for (const [, other] of this.#topics.others(topic, peer)) other.send(message);
  }

  #drop(): void {
    this.#droppedMessages += 1;
    // Sent once per series: replying to every message would double the flood.
    if (this.#droppedMessages === 1) this.#refuse('too-fast');
    if (this.#droppedMessages > this.#limits.maxDroppedMessages) this.#disconnect('too many messages');
  }

  #refuseBadMessage(): void {
    this.#badMessages += 1;
    this.#refuse('bad-message');
    if (this.#badMessages >= this.#limits.maxBadMessages)
      this.#disconnect('this is a Paxboard signaling server');
  }

  #refuse(code: SignalingErrorCode, topic?: string): void {
    this.send({ type: 'error', code, ...(topic === undefined ? {} : { topic }) });
  }

  #disconnect(why: string): void {
    this.#socket.close(closeCodes.policy, why);
  }

  send(message: ServerMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#limits.maxBufferedBytes) {
      this.#socket.terminate();
      return;
    }
    this.#socket.send(formatSignalingMessage(message));
  }
}

/** With the default `binaryType`, `ws` passes Buffers; its type allows two more kinds. */
function toBuffer(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
