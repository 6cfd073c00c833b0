/** One connection to one peer, from the first signal to its end: secure channel, proofs, heartbeats, frames. */

import type { Clock } from '../../clock/clock.ts';
import type { RandomBytes } from '../redial/backoff.ts';
import type { Lane } from '../transport.ts';
import type { ChannelSignal, CreateChannel } from './channel/channel.ts';
import { SecureChannel, type SecureChannelEnd } from './channel/secure-channel.ts';
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
import type { LinkEnd } from './link-end.ts';
import { Pulse } from './pulse.ts';
import { RoundTrip } from './round-trip.ts';
import { SendQueue } from './send-queue.ts';

/** Timeout for the connection, milliseconds. It takes about 100 on a LAN. */
export const connectTimeoutMs = 15_000;

/** Timeout for the handshake once the channel is open, milliseconds. */
export const handshakeTimeoutMs = 5_000;

/**
 * Timeout for gathering this device's own candidates, milliseconds. Without any by then the other end may still reach
 * it, which takes no longer on a LAN; so waiting longer is useless. An earlier end says nothing about candidates.
 */
export const gatheringMs = 4000;

/** Time for the other end to read that it was removed, before the channel is closed, milliseconds. */
const farewellMs = 1000;

/** ICE candidates accepted per connection, at most. A laptop with several networks has about ten. */
export const maxCandidates = 64;

export interface PeerLinkListener {
  /** To be sent to the other end. */
  signal(signal: ChannelSignal): void;
  /** The peer belongs to the board; frames can be sent. */
  proven(peer: Introduction): void;
  frame(lane: Lane, bytes: Uint8Array): void;
  /** A message about connections, from a proven peer. */
  linkMessage(message: LinkMessage): void;
  /** `roundTripMs` has changed. */
  measured(): void;
  /** Called once, as the last callback; not after the owner's `destroy()`. */
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
  /** The channel is open, so a route exists. The peer is not authenticated yet. */
  #isOpen = false;
  #peer: Introduction | undefined;
  readonly #roundTrip = new RoundTrip();
  #candidatesTaken = 0;
  /** The other end's session description was accepted. */
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
        signal: (signal) => this.#sendSignal(signal),
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

  /** The peer, once it is proven. */
  get peer(): Introduction | undefined {
    return this.#peer;
  }

  /** In whole milliseconds. */
  get roundTripMs(): number | undefined {
    return this.#roundTrip.milliseconds;
  }

  /** Processes a signal of the other end, received through a signaling server. */
  signal(signal: ChannelSignal): void {
    if (this.#ended) return;
    if (signal.type === 'candidate') {
      this.#candidatesTaken += 1;
      if (this.#candidatesTaken > maxCandidates) return;
    } else {
      // One description, of the awaited kind: another one would redirect the channel.
      const awaited = this.#options.role === 'initiator' ? 'answer' : 'offer';
      if (signal.type !== awaited || this.#isDescribed || this.#peer !== undefined) return;
      this.#isDescribed = true;
    }
    this.#channel.signal(signal);
  }

  /**
   * Frames are dropped until the peer is proven.
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

  /** @returns false if a relayed payload was dropped because the queue is full. */
  sendLinkMessage(message: LinkMessage): boolean {
    if (this.#ended || this.#peer === undefined) return false;
    const bytes = encodeLinkMessage(message);
    if (message.kind === 'carry' || message.kind === 'carried') return this.#queue.pushCarried(bytes);
    this.#channel.send(bytes);
    return true;
  }

  /** Ends it, and notifies the peer that it was removed from the board. */
  dismiss(): void {
    const peer = this.#peer;
    if (this.#ended || peer === undefined) return;
    this.#channel.send(removedMessage());
    this.#ended = true;
    // Closing at once could lose the message.
    this.#startTimer(farewellMs, () => this.#channel.destroy());
    this.#options.listener.ended({ type: 'removed', peer });
  }

  /**
   * The peer may be gone: checks that sooner than the regular pings would.
   *
   * @returns whether a check begins now; at most one a second does.
   */
  check(): boolean {
    const begins = !this.#ended && this.#peer !== undefined && this.#pulse.check(this.#options.clock.now());
    if (begins) this.#tick();
    return begins;
  }

  /** Other peers are gone, and this one may be: see {@link Pulse.rouse}. */
  rouse(): void {
    if (!this.#ended && this.#peer !== undefined && this.#pulse.rouse()) this.#tick();
  }

  /** Whether little depends on noticing the loss of the peer soon. */
  rest(isResting: boolean): void {
    if (this.#pulse.isResting === isResting) return;
    this.#pulse.isResting = isResting;
    if (!this.#ended && this.#peer !== undefined) this.#startTicking();
  }

  /** Ends it: the peer sent commands with another origin. */
  forged(): void {
    if (this.#peer !== undefined) this.#end({ type: 'forged', peer: this.#peer });
  }

  destroy(): void {
    this.#ended = true;
    this.#cancelTimer();
    this.#channel.destroy();
  }

  #sendSignal(signal: ChannelSignal): void {
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

  /** @throws ChannelError if a peer must not send it here; the channel ends then. */
  #handle(message: ChannelMessage): void {
    // The peer may have been dismissed; its channel closes a moment later.
    if (this.#ended) return;
    this.#pulse.received();
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
        // A viewer cannot report a removal.
        if (this.#peer.access === 'edit') this.#end({ type: 'dismissed', peer: this.#peer });
        break;
      default:
        this.#options.listener.linkMessage(message);
    }
  }

  #follow(result: HandshakeResult): void {
    if (result.type !== 'proven') return this.#end(result);
    this.#peer = result.peer;
    this.#tick();
    this.#options.listener.proven(result.peer);
  }

  #startTicking(): void {
    this.#startTimer(this.#pulse.intervalMs, () => this.#tick());
  }

  #tick(): void {
    this.#startTicking();
    this.#sendPing();
    // For channels without a `drained` event (see simple-peer-channel.ts).
    if (!this.#ended) this.#queue.pump();
  }

  #sendPing(): void {
    const beat = this.#pulse.tick(this.#options.clock.now());
    if (beat.dead) this.#lose('silence');
    else if (beat.ping !== undefined) this.#channel.send(pingMessage('ping', beat.ping));
  }

  #measure(ping: number): void {
    const now = this.#options.clock.now();
    const measured = this.#pulse.answered(ping, now);
    if (measured !== undefined && this.#roundTrip.add(measured, now)) this.#options.listener.measured();
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
    // The peer is gone, or the server drops signals: another server may work.
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
