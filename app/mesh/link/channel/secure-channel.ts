/**
 * The secure channel of every link, over an untrusted {@link Channel}: a data channel, whatever its session
 * descriptions and certificates say, or a relay.
 *
 * | message | initiator | responder |
 * |---|---|---|
 * | first | greeting | greeting |
 * | second | `-> psk, e`, its hello | `<- e, ee`, its hello |
 * | then | sealed, each under the next number | the same, under another key |
 *
 * The greeting is in the clear and holds the version, in a form that all versions read. All later messages are those of
 * `noise.ts`. Each end rotates its sending key after {@link rekeyAfterMessages}, and the other its receiving key: both
 * count the same messages.
 *
 * A message that was modified, truncated, repeated, dropped, reordered or reflected does not open, and ends the
 * channel.
 */

import { Packr } from 'msgpackr';
import type { RandomBytes } from '#app/mesh/redial/backoff.ts';
import { type HandshakeRole, peerProtocol, readGreeting } from '#shared/invite/handshake.ts';
import { ChannelError, messageKind } from '../channel-messages.ts';
import { unpacked } from '../handshake.ts';
import type { Channel, ChannelSignal, CreateChannel } from './channel.ts';
import {
  maxNoiseMessageBytes,
  NoiseError,
  NoiseHandshake,
  type NoiseSession,
  noiseKeyBytes,
} from './noise.ts';

/**
 * Messages under one key. Each has about 16 KiB at most (`channel-messages.ts`), so this bounds the bytes, too: to
 * about 64 MiB.
 */
export const rekeyAfterMessages = 4096;

/** Bytes of a greeting of any version, at most. */
const maxGreetingBytes = 1024;

/** Known to both ends beforehand; a peer with another version reveals it in its greeting. */
const prologue = new TextEncoder().encode(`paxboard link ${peerProtocol}`);

const packr = new Packr({ useRecords: false });
const none = new Uint8Array();

/** Why a channel ended, before or after the key agreement. */
export type SecureChannelEnd =
  | { readonly type: 'version'; readonly theirs: number }
  /** The peer was not invited to this board. */
  | { readonly type: 'unproven' }
  | { readonly type: 'garbage'; readonly why: string }
  /** A man in the middle, or a fault, changed, repeated or dropped messages. `why` is for a log. */
  | { readonly type: 'lost'; readonly why: string };

export interface SecureChannelListener {
  /** To be sent to the other end. */
  signal(signal: ChannelSignal): void;
  /** The underlying channel is open. The peer is not authenticated yet. */
  open(): void;
  /** Both ends have the same keys; messages can be sent. @throws ChannelError as {@link message}. */
  agreed(hello: Uint8Array, handshakeHash: Uint8Array): void;
  /** @throws ChannelError if the message is malformed; the channel breaks then. */
  message(message: Uint8Array): void;
  drained(): void;
  /** Called once, as the last callback. The underlying channel is not destroyed yet. */
  broken(end: SecureChannelEnd): void;
  closed(why: string): void;
  unavailable(why: string): void;
}

export interface SecureChannelOptions {
  readonly role: HandshakeRole;
  /** The key of every invited device; {@link noiseKeyBytes} bytes. */
  readonly psk: Uint8Array;
  /** This end's hello; encrypted, so that only members can read it. */
  readonly hello: Uint8Array;
  readonly random: RandomBytes;
  readonly createChannel: CreateChannel;
  readonly listener: SecureChannelListener;
}

type Stage = 'closed' | 'greeting' | 'agreeing' | 'agreed' | 'ended';

export class SecureChannel {
  readonly #options: SecureChannelOptions;
  readonly #channel: Channel;
  #stage: Stage = 'closed';
  #noise: NoiseHandshake | undefined;
  #session: NoiseSession | undefined;
  #sent = 0;
  #received = 0;

  constructor(options: SecureChannelOptions) {
    this.#options = options;
    const { listener } = options;
    this.#channel = options.createChannel(options.role === 'initiator', {
      signal: (signal) => listener.signal(signal),
      open: () => this.#open(),
      message: (message) => this.#receive(message),
      drained: () => listener.drained(),
      closed: (why) => listener.closed(why),
      unavailable: (why) => listener.unavailable(why),
    });
  }

  /** As {@link Channel.signal}. */
  signal(signal: ChannelSignal): void {
    this.#channel.signal(signal);
  }

  /** Seals and sends one message. Ignored before both ends have the same keys. Never throws. */
  send(message: Uint8Array): void {
    const session = this.#session;
    if (session === undefined || this.#stage !== 'agreed') return;
    const sealed = session.send.encryptWithAd(none, message);
    this.#sent += 1;
    if (this.#sent % rekeyAfterMessages === 0) session.send.rekey();
    this.#channel.send(sealed);
  }

  /** As {@link Channel.bufferedBytes}. */
  bufferedBytes(): number {
    return this.#channel.bufferedBytes();
  }

  destroy(): void {
    this.#stage = 'ended';
    this.#channel.destroy();
  }

  #open(): void {
    if (this.#stage !== 'closed') return;
    this.#stage = 'greeting';
    const { role, hello, listener } = this.#options;
    listener.open();
    if (this.#isOver()) return;
    this.#channel.send(greeting());
    if (role === 'initiator') this.#channel.send(this.#begun().write(hello));
  }

  /** Created on demand: a public key costs half a millisecond. */
  #begun(): NoiseHandshake {
    const { role, psk, random } = this.#options;
    this.#noise ??= new NoiseHandshake({ role, psk, prologue, ephemeralSecret: random(noiseKeyBytes) });
    return this.#noise;
  }

  #receive(message: Uint8Array | undefined): void {
    // The other end may open first, so its greeting may arrive before this end's `open`.
    this.#open();
    if (this.#isOver()) return;
    try {
      if (message === undefined) throw this.#notBytes();
      this.#follow(message);
    } catch (error) {
      if (error instanceof NoiseError) this.#refuse(error);
      else if (error instanceof ChannelError) this.#break({ type: 'garbage', why: error.message });
      else throw error;
    }
  }

  #follow(message: Uint8Array): void {
    switch (this.#stage) {
      case 'greeting':
        return this.#receiveGreeting(message);
      case 'agreeing':
        return this.#agree(message);
      default: {
        const opened = this.#opened(message);
        if (opened !== undefined) this.#options.listener.message(opened);
      }
    }
  }

  #receiveGreeting(message: Uint8Array): void {
    if (message.byteLength > maxGreetingBytes || message[0] !== messageKind.handshake) {
      throw new ChannelError('something else than a greeting');
    }
    const read = readGreeting(unpacked(message.subarray(1)));
    if (read.ok) {
      this.#stage = 'agreeing';
      return;
    }
    if (read.problem === 'version') return this.#break({ type: 'version', theirs: read.theirs });
    throw new ChannelError('something else than a greeting');
  }

  #agree(message: Uint8Array): void {
    const noise = this.#begun();
    const { role, hello, listener } = this.#options;
    const theirs = noise.read(message);
    if (role === 'responder') this.#channel.send(noise.write(hello));
    const session = noise.split();
    this.#noise = undefined;
    this.#session = session;
    this.#stage = 'agreed';
    listener.agreed(theirs, session.handshakeHash);
  }

  #opened(message: Uint8Array): Uint8Array | undefined {
    const session = this.#session;
    if (session === undefined) return undefined;
    if (message.byteLength > maxNoiseMessageBytes) throw new NoiseError('too long a message');
    const opened = session.receive.decryptWithAd(none, message);
    this.#received += 1;
    if (this.#received % rekeyAfterMessages === 0) session.receive.rekey();
    return opened;
  }

  /** Before the key agreement the other end has not proved its invitation; after it, only the path can be at fault. */
  #refuse({ message }: NoiseError): void {
    if (this.#session !== undefined) return this.#break({ type: 'lost', why: message });
    // Notifies the peer with a message that it cannot decrypt.
    if (this.#options.role === 'responder') this.#channel.send(Uint8Array.of(0));
    this.#break({ type: 'unproven' });
  }

  #notBytes(): Error {
    const text = 'a message that is not bytes';
    return this.#session === undefined ? new ChannelError(text) : new NoiseError(text);
  }

  #break(end: SecureChannelEnd): void {
    this.#stage = 'ended';
    this.#options.listener.broken(end);
  }

  /** A method, because a callback may have ended the channel. */
  #isOver(): boolean {
    return this.#stage === 'ended';
  }
}

/** A handshake message with a map of type and protocol number: the format of every version. */
function greeting(): Uint8Array {
  const body = packr.pack({ type: 'hello', protocol: peerProtocol });
  const message = new Uint8Array(1 + body.byteLength);
  message[0] = messageKind.handshake;
  message.set(body, 1);
  return message;
}
