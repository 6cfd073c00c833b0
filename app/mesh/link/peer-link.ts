/** One connection to one peer, from the first signal to the last: secure channel, proofs, pulse, frames. */

import type { RandomBytes } from '../backoff.ts';
import type { Clock } from '../clock.ts';
import type { Lane } from '../transport.ts';
import type { ChannelSignal, CreateChannel } from './channel.ts';
import {
  ChannelError,
  type ChannelMessage,
  decodeMessage,
  encodeLinkMessage,
  handshakeMessage,
  type LinkMessage,
  pingMessage,
  removedMessage,
} from './channel-messages.ts';
import { FrameAssembler } from './chunks.ts';
import { Handshake, type HandshakeOptions, type HandshakeResult, type Introduction } from './handshake.ts';
import { Pulse } from './pulse.ts';
import { SecureChannel, type SecureChannelEnd } from './secure-channel.ts';
import { SendQueue } from './send-queue.ts';

/** For the two ends to find a way to each other, milliseconds. It takes about 100 on a LAN. */
export const connectTimeoutMs = 15_000;

/** For the handshake, once the channel is open, milliseconds. */
export const handshakeTimeoutMs = 5_000;

/**
 * For this device's own addresses to be found, milliseconds. Without any by then it can still be found by the other end, which
 * takes no longer on a LAN; so there is nothing to wait for. What ends sooner says nothing about whether there are any.
 */
export const gatheringMs = 4000;

/** For the other end to read that it was removed, before the channel is closed, milliseconds. */
const farewellMs = 1000;

/** ICE candidates taken from a peer for one connection. A laptop with several networks has about ten. */
export const maxCandidates = 64;

/** Why a connection ended, other than by its owner. */
export type LinkEnd =
  /** Nobody's fault: a network, a browser that was closed. `why` is for a log. */
  | { readonly type: 'lost'; readonly why: string }
  /** It never opened. If there was time and it had no candidates of its own, this device is not let to connect to anyone. */
  | { readonly type: 'noWay'; readonly why: string; readonly hadCandidates: boolean }
  /** It said something that cannot be understood. `peer` is there if it had proved itself before. */
  | { readonly type: 'garbage'; readonly why: string; readonly peer?: Introduction }
  | { readonly type: 'unproven' }
  | { readonly type: 'copy'; readonly peer: Introduction }
  /** The peer was removed from the board, so this device does not talk to it. */
  | { readonly type: 'removed'; readonly peer: Introduction }
  /** `peer`, who may edit, says that this device was removed from the board. */
  | { readonly type: 'dismissed'; readonly peer: Introduction }
  /** It sent commands that their origin did not sign. */
  | { readonly type: 'forged'; readonly peer: Introduction }
  | { readonly type: 'version'; readonly theirs: number };

export interface PeerLinkListener {
  /** To be carried to the other end. */
  signal(signal: ChannelSignal): void;
  /** The peer belongs to the board; frames can flow. */
  proven(peer: Introduction): void;
  frame(lane: Lane, bytes: Uint8Array): void;
  /** About connections. Only from a proven peer. */
  told(message: LinkMessage): void;
  /** `roundTripMs` has a new value. */
  measured(): void;
  /** Once, and nothing after it. Not called if the owner ended it by `destroy()`. */
  ended(end: LinkEnd): void;
}

export interface PeerLinkOptions extends Pick<HandshakeOptions, 'role' | 'me' | 'keys'> {
  readonly createChannel: CreateChannel;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly listener: PeerLinkListener;
}

export class PeerLink {
  readonly #options: PeerLinkOptions;
  readonly #channel: SecureChannel;
  readonly #queue: SendQueue;
  readonly #assembler = new FrameAssembler();
  readonly #pulse = new Pulse();
  readonly #handshake: Handshake;
  /** The channel is open, so a route exists. The peer is not known yet. */
  #isOpen = false;
  #peer: Introduction | undefined;
  #roundTripMs: number | undefined;
  #candidatesTaken = 0;
  /** The other end's session description was taken. */
  #isDescribed = false;
  #hadCandidates = false;
  readonly #begunAt: number;
  #ended = false;
  #cancelTimer: () => void;

  constructor(options: PeerLinkOptions) {
    this.#options = options;
    this.#begunAt = options.clock.now();
    this.#cancelTimer = options.clock.after(gatheringMs, () => this.#gathered());
    const { role, me, keys, createChannel, random } = options;
    this.#handshake = new Handshake({ role, me, keys });
    const channel = new SecureChannel({
      role,
      psk: keys.handshakeKey,
      hello: this.#handshake.hello(),
      random,
      createChannel,
      listener: {
        signal: (signal) => this.#tell(signal),
        open: () => this.#open(),
        agreed: (hello, hash) => channel.send(handshakeMessage(this.#handshake.agreed(hello, hash))),
        message: (message) => this.#handle(decodeMessage(message)),
        drained: () => this.#queue.pump(),
        broken: (end) => this.#break(end),
        closed: (why) => this.#lose(why),
        unavailable: (why) => this.#end({ type: 'noWay', why, hadCandidates: false }),
      },
    });
    this.#channel = channel;
    this.#queue = new SendQueue({
      bufferedBytes: () => channel.bufferedBytes(),
      write: (message) => channel.send(message),
      now: () => options.clock.now(),
    });
  }

  /** Who it is, once it has proved that it belongs to the board. */
  get peer(): Introduction | undefined {
    return this.#peer;
  }

  /** Whole milliseconds, as measured last. */
  get roundTripMs(): number | undefined {
    return this.#roundTripMs;
  }

  /** Takes what the other end said by way of a signaling server. */
  signal(signal: ChannelSignal): void {
    if (this.#ended) return;
    if (signal.type === 'candidate') {
      this.#candidatesTaken += 1;
      if (this.#candidatesTaken > maxCandidates) return;
    } else {
      // One description, of the kind that this end waits for: another would send the channel somewhere else.
      const awaited = this.#options.role === 'initiator' ? 'answer' : 'offer';
      if (signal.type !== awaited || this.#isDescribed || this.#peer !== undefined) return;
      this.#isDescribed = true;
    }
    this.#channel.signal(signal);
  }

  /**
   * Nothing is sent before the peer has proved itself.
   *
   * @throws RangeError if the frame is too large.
   */
  send(lane: Lane, bytes: Uint8Array): void {
    if (this.#ended || this.#peer === undefined) return;
    if (!this.#queue.push(lane, bytes)) this.#lose('it takes frames too slowly');
  }

  /** Whether an ephemeral frame would leave at once. */
  get isClear(): boolean {
    return !this.#ended && this.#peer !== undefined && this.#queue.isClear;
  }

  /** @returns false if there is no room for what is to be carried; then it was not sent. */
  tell(message: LinkMessage): boolean {
    if (this.#ended || this.#peer === undefined) return false;
    const bytes = encodeLinkMessage(message);
    if (message.kind === 'carry' || message.kind === 'carried') return this.#queue.pushCarried(bytes);
    this.#channel.send(bytes);
    return true;
  }

  /** Ends it, telling the peer that it was removed from the board. */
  dismiss(): void {
    const peer = this.#peer;
    if (this.#ended || peer === undefined) return;
    this.#channel.send(removedMessage());
    this.#ended = true;
    // Closed at once, the channel might lose it.
    this.#startTimer(farewellMs, () => this.#channel.destroy());
    this.#options.listener.ended({ type: 'removed', peer });
  }

  /** Something suggests that the peer is gone: this finds out sooner than silence alone would. */
  check(): void {
    if (!this.#ended && this.#peer !== undefined && this.#pulse.check(this.#options.clock.now()))
      this.#tick();
  }

  /** Ends it: the peer sent commands in another's name. */
  forged(): void {
    if (this.#peer !== undefined) this.#end({ type: 'forged', peer: this.#peer });
  }

  destroy(): void {
    this.#ended = true;
    this.#cancelTimer();
    this.#channel.destroy();
  }

  #tell(signal: ChannelSignal): void {
    if (this.#ended) return;
    if (signal.type === 'candidate') this.#hadCandidates = true;
    this.#options.listener.signal(signal);
  }

  #open(): void {
    if (this.#ended || this.#isOpen) return;
    this.#isOpen = true;
    this.#startTimer(handshakeTimeoutMs, () => this.#lose('no handshake'));
  }

  #break(end: SecureChannelEnd): void {
    const peer = this.#peer;
    this.#end(end.type === 'garbage' && peer !== undefined ? { ...end, peer } : end);
  }

  /** @throws ChannelError if it is nothing that a peer sends here; the channel ends then. */
  #handle(message: ChannelMessage): void {
    // It may have been dismissed, and its channel closes a moment later.
    if (this.#ended) return;
    this.#pulse.heard();
    if (message.kind === 'handshake') {
      if (this.#peer !== undefined) throw new ChannelError('a handshake in the wrong place');
      this.#follow(this.#handshake.receive(message.body));
      return;
    }
    if (this.#peer === undefined) throw new ChannelError(`a ${message.kind} before the handshake`);
    switch (message.kind) {
      case 'ping':
        this.#channel.send(pingMessage('pong', message.number));
        break;
      case 'pong':
        this.#measure(message.number);
        break;
      case 'chunk': {
        const frame = this.#assembler.push(message.message);
        if (frame !== undefined) this.#options.listener.frame(frame.lane, frame.bytes);
        break;
      }
      case 'removed':
        // A viewer's word on that is nothing.
        if (this.#peer.access === 'edit') this.#end({ type: 'dismissed', peer: this.#peer });
        break;
      default:
        this.#options.listener.told(message);
    }
  }

  #follow(result: HandshakeResult): void {
    if (result.type !== 'proven') return this.#end(result);
    this.#peer = result.peer;
    this.#tick();
    this.#options.listener.proven(result.peer);
  }

  #tick(): void {
    this.#startTimer(this.#pulse.intervalMs, () => this.#tick());
    this.#sendPing();
    // Where the channel does not tell that it has drained (see simple-peer-channel.ts).
    if (!this.#ended) this.#queue.pump();
  }

  #sendPing(): void {
    const beat = this.#pulse.tick(this.#options.clock.now());
    if (beat.dead) this.#lose('silence');
    else this.#channel.send(pingMessage('ping', beat.ping));
  }

  #measure(ping: number): void {
    const roundTrip = this.#pulse.answered(ping, this.#options.clock.now());
    if (roundTrip === undefined) return;
    const rounded = Math.max(1, Math.round(roundTrip));
    if (rounded === this.#roundTripMs) return;
    this.#roundTripMs = rounded;
    this.#options.listener.measured();
  }

  #startTimer(ms: number, run: () => void): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(ms, run);
  }

  #lose(why: string): void {
    if (this.#isOpen) this.#end({ type: 'lost', why });
    else this.#end({ type: 'noWay', why, hadCandidates: this.#hadCandidates || !this.#hadTimeToGather });
  }

  #gathered(): void {
    if (!this.#hadCandidates) this.#lose('no address of its own');
    // Nobody is there, or the server keeps signals to itself: there may be another.
    else if (this.#options.role === 'initiator' && !this.#isDescribed) this.#lose('no answer');
    else this.#startTimer(connectTimeoutMs - gatheringMs, () => this.#lose('timed out'));
  }

  get #hadTimeToGather(): boolean {
    return this.#options.clock.now() - this.#begunAt >= gatheringMs;
  }

  #end(end: LinkEnd): void {
    if (this.#ended) return;
    this.destroy();
    this.#options.listener.ended(end);
  }
}
