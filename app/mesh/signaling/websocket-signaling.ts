/** Signaling through a WebSocket to one Paxboard host; reconnects while it is started. */

import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { votesUrl, webSocketUrl } from '#shared/signaling/host-votes.ts';
import {
  formatSignalingMessage,
  parseServerMessage,
  type ServerMessage,
  type SignalingErrorCode,
  signalingPath,
  signalingProtocol,
} from '#shared/signaling/protocol.ts';
import type { Clock } from '../../clock/clock.ts';
import type { CreateChannel } from '../link/channel/channel.ts';
import { socketChannel } from '../link/channel/socket-channel.ts';
import { Backoff, type RandomBytes } from '../redial/backoff.ts';
import type { SignalingFault, SignalingState } from '../transport.ts';
import { browserByteSocket, type OpenByteSocket } from './byte-socket.ts';
import type { SignalingIdentity, SignalingListener, SignalingTransport } from './signaling-transport.ts';
import type { OpenSocket, Socket } from './socket.ts';

export const rejoinLimits = { firstMs: 250, longestMs: 10_000 } as const;

/** Timeout from opening the socket to joining the topic, milliseconds. */
export const joinTimeoutMs = 8_000;

/** A stay of this duration resets the backoff. Milliseconds. */
export const steadyStayMs = 5_000;

/**
 * Interval at which the join is repeated, and answered. A server that is silent for a whole interval is gone: this
 * device may have another address now, and TCP would take minutes to notice. Milliseconds.
 */
export const askAgainMs = 4_000;

/** Timeout for the reply after {@link WebSocketSignaling.check}, milliseconds. */
export const checkMs = 1_500;

export interface WebSocketSignalingOptions {
  /** Base URL of a host (`http://192.168.1.20:7420`), as in an invite. */
  readonly host: string;
  readonly openSocket: OpenSocket;
  /** For witnesses on the host; the browser's if absent. */
  readonly openByteSocket?: OpenByteSocket;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** Called with what a host said of itself, before anything is joined: the owner may stop this transport. */
  readonly greeted?: (greeting: HostGreeting) => void;
  /** Called with each new state, and the id that the host sent, if any. */
  readonly stateChanged?: (state: SignalingState, hostId: string | undefined) => void;
}

export interface HostGreeting {
  readonly hostId: string | undefined;
  /** Whether it keeps votes for boards. */
  readonly lends: boolean;
}

/** A fault without further data. */
type HostFault = Exclude<SignalingFault['type'], 'noHosts' | 'version' | 'refused'>;

/** `greeting`: waiting for `welcome`. `joining`: waiting for `members`. `waiting`: until the next retry. */
type Phase = 'stopped' | 'greeting' | 'joining' | 'joined' | 'waiting';

export class WebSocketSignaling implements SignalingTransport {
  readonly #options: WebSocketSignalingOptions;
  /** The host without its scheme, for people. */
  readonly #hostName: string;
  readonly #backoff: Backoff;
  #identity: SignalingIdentity | undefined;
  #listener: SignalingListener | undefined;
  #phase: Phase = 'stopped';
  #state: SignalingState = { status: 'connecting' };
  #socket: Socket | undefined;
  /** Distinguishes the callbacks of a dropped socket from those of the present one. */
  #attempt = 0;
  #address = '';
  #hostId: string | undefined;
  #joinedAt = 0;
  /** Whether the server has sent anything since the last join. */
  #hasReceived = false;
  #isChecking = false;
  #cancelTimer: () => void = () => undefined;

  constructor(options: WebSocketSignalingOptions) {
    this.#options = options;
    this.#hostName = options.host
      .replace(/^\w+:\/\//, '')
      .replace(/\/+$/, '')
      .slice(0, 80);
    this.#backoff = new Backoff(rejoinLimits, options.random);
  }

  start(identity: SignalingIdentity, listener: SignalingListener): void {
    if (this.#phase !== 'stopped') return;
    this.#identity = identity;
    this.#listener = listener;
    this.#state = { status: 'connecting' };
    this.#connect();
  }

  stop(): void {
    if (this.#phase === 'joined' && this.#identity !== undefined) {
      this.#socket?.send(formatSignalingMessage({ type: 'leave', topic: this.#identity.topic }));
    }
    this.#hangUp('stopped');
    this.#listener = undefined;
    this.#identity = undefined;
    this.#backoff.reset();
  }

  address(): string | undefined {
    return this.#phase === 'joined' ? this.#address : undefined;
  }

  send(to: string, data: string): void {
    if (this.#phase !== 'joined' || this.#identity === undefined) return;
    this.#socket?.send(formatSignalingMessage({ type: 'signal', topic: this.#identity.topic, to, data }));
  }

  state(): SignalingState {
    return this.#state;
  }

  channelTo(witness: ReplicaId): CreateChannel {
    const { host, openByteSocket = browserByteSocket, clock } = this.#options;
    return socketChannel((listener) => {
      const url = votesUrl(host, { type: 'link', witness });
      if (url === undefined) throw new Error('not the address of a host');
      return openByteSocket(url, listener);
    }, clock);
  }

  retryNow(): void {
    if (this.#phase !== 'waiting') return;
    this.#backoff.reset();
    this.#connect();
  }

  check(): void {
    if (this.#phase === 'joined' && !this.#isChecking) this.#ask(checkMs);
  }

  #connect(): void {
    const url = signalingUrl(this.#options.host);
    if (url === undefined) {
      this.#phase = 'waiting';
      this.#become({ status: 'failing', why: { type: 'badAddress', host: this.#hostName } });
      return;
    }
    this.#attempt += 1;
    const attempt = this.#attempt;
    this.#phase = 'greeting';
    this.#startTimer(joinTimeoutMs, () => this.#failAs('silent'));
    const ifPresent = (act: () => void) => {
      if (this.#attempt === attempt) act();
    };
    try {
      this.#socket = this.#options.openSocket(url, {
        message: (data) => ifPresent(() => this.#receive(data)),
        closed: () => ifPresent(() => this.#failAs('unreachable')),
      });
    } catch {
      // Thrown before anything is sent: this page may not connect there (a secure page to an insecure address).
      this.#failAs('blocked');
    }
  }

  #receive(data: unknown): void {
    this.#hasReceived = true;
    const parsed = typeof data === 'string' ? parseServerMessage(data) : undefined;
    if (parsed?.ok) this.#follow(parsed.message);
    else this.#failAs('foreign');
  }

  #follow(message: ServerMessage): void {
    if (message.type === 'welcome') {
      this.#hostId = message.host;
      this.#welcome(message.protocol, message.lends === true);
      return;
    }
    if (this.#phase === 'greeting' && message.type !== 'error') {
      this.#failAs('foreign');
      return;
    }
    if (message.type === 'error') {
      this.#failBy(message.code);
      return;
    }
    if (message.type === 'present' || message.topic !== this.#identity?.topic) return;
    if (message.type === 'members') this.#enter(message.peers);
    else if (this.#phase === 'joined') this.#pass(message);
  }

  #welcome(protocol: number, lends: boolean): void {
    if (this.#phase !== 'greeting' || this.#identity === undefined) {
      this.#failAs('foreign');
      return;
    }
    if (protocol !== signalingProtocol) {
      this.#fail({ type: 'version', host: this.#hostName, theirs: protocol });
      return;
    }
    this.#options.greeted?.({ hostId: this.#hostId, lends });
    if (this.#phase !== 'greeting' || this.#identity === undefined) return;
    this.#phase = 'joining';
    this.#address = this.#identity.nextAddress();
    this.#sayJoin();
  }

  #sayJoin(): void {
    if (this.#identity === undefined) return;
    const { topic } = this.#identity;
    this.#socket?.send(formatSignalingMessage({ type: 'join', topic, peer: this.#address }));
  }

  #askAgain(): void {
    this.#isChecking = false;
    this.#startTimer(askAgainMs, () => this.#ask(askAgainMs));
  }

  #ask(waitMs: number): void {
    this.#isChecking = waitMs === checkMs;
    this.#hasReceived = false;
    this.#sayJoin();
    this.#startTimer(waitMs, () => {
      if (this.#hasReceived) this.#askAgain();
      else this.#failAs('lost');
    });
  }

  #enter(peers: readonly string[]): void {
    if (this.#phase === 'joining') {
      this.#phase = 'joined';
      this.#joinedAt = this.#options.clock.now();
      this.#become({ status: 'connected' });
      if (this.#phase === 'joined') this.#askAgain();
    }
    this.#listener?.members(peers.filter((peer) => peer !== this.#address));
  }

  #pass(message: Extract<ServerMessage, { type: 'joined' | 'left' | 'signal' }>): void {
    switch (message.type) {
      case 'joined':
        if (message.peer !== this.#address) this.#listener?.joined(message.peer);
        break;
      case 'left':
        this.#listener?.left(message.peer);
        break;
      case 'signal':
        this.#listener?.signal(message.from, message.data);
        break;
    }
  }

  #failBy(code: SignalingErrorCode): void {
    switch (code) {
      case 'unknown-peer':
        // It has left; the server reports that, too.
        break;
      case 'too-fast':
        // The signal is lost; its recipient is retried.
        break;
      case 'topic-full':
        this.#failAs('boardFull');
        break;
      case 'server-full':
        this.#failAs('full');
        break;
      case 'peer-taken':
      case 'too-many-topics':
      case 'not-joined':
      case 'bad-message':
        this.#fail({ type: 'refused', host: this.#hostName, code });
        break;
    }
  }

  #failAs(type: HostFault): void {
    this.#fail({ type, host: this.#hostName });
  }

  #fail(why: SignalingFault): void {
    const stayed = this.#phase === 'joined' ? this.#options.clock.now() - this.#joinedAt : 0;
    if (stayed >= steadyStayMs) this.#backoff.reset();
    this.#hangUp('waiting');
    this.#startTimer(this.#backoff.fail(), () => this.#connect());
    this.#become({ status: 'failing', why });
  }

  #hangUp(phase: Phase): void {
    this.#attempt += 1;
    this.#phase = phase;
    this.#cancelTimer();
    this.#socket?.close();
    this.#socket = undefined;
  }

  #startTimer(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(ms, run);
  }

  #become(state: SignalingState): void {
    this.#state = state;
    this.#options.stateChanged?.(state, this.#hostId);
    this.#listener?.changed();
  }
}

/** @returns undefined if `host` is not an `http:` or `https:` URL. */
export function signalingUrl(host: string): string | undefined {
  return webSocketUrl(host, signalingPath);
}
