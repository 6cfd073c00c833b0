/** An attacker that speaks the real protocol with real keys of some kind, and follows no rule. It shares no code with `Mesh` or `PeerLink`. */

import { bytesToHex } from '@noble/hashes/utils.js';
import type { Clock } from '#app/clock/clock.ts';
import type { ChannelSignal, CreateChannel } from '#app/mesh/link/channel/channel.ts';
import { SecureChannel } from '#app/mesh/link/channel/secure-channel.ts';
import { handshakeMessage } from '#app/mesh/link/channel-messages.ts';
import { FrameCutter } from '#app/mesh/link/chunks.ts';
import { Handshake, type Myself } from '#app/mesh/link/handshake.ts';
import type { RandomBytes } from '#app/mesh/redial/backoff.ts';
import { SignalBox } from '#app/mesh/signaling/signal-box.ts';
import type { FakeSignaling, FakeSignalingServer } from '#app/mesh/testing/fake-signaling.ts';
import { BoundedMap } from '#shared/collections/bounded-map.ts';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';

export interface AttackerOptions {
  readonly me: Myself;
  readonly keys: BoardKeys;
  /** Its address at the server; perhaps in another's name. */
  readonly address: string;
  readonly server: FakeSignalingServer;
  readonly createChannel: CreateChannel;
  readonly clock: Clock;
  readonly random: RandomBytes;
  /** How its hello is changed before it is sent. */
  readonly hello: (hello: Uint8Array) => Uint8Array;
  /** How its proof is changed. */
  readonly proof: (proof: Uint8Array) => Uint8Array;
}

interface Connection {
  readonly to: string;
  readonly channel: SecureChannel;
  isAgreed: boolean;
}

/** Connections that it keeps, at most; the oldest goes first. */
const maxConnections = 12;

export class Attacker {
  readonly #options: AttackerOptions;
  readonly #signaling: FakeSignaling;
  readonly #box: SignalBox;
  readonly #connections = new BoundedMap<string, Connection>(maxConnections, ({ channel }) =>
    channel.destroy(),
  );
  /** Signals that it sent, kept to replay them. */
  readonly sent: { readonly to: string; readonly data: string }[] = [];

  constructor(options: AttackerOptions) {
    const { me, keys, random, server, address } = options;
    this.#options = options;
    this.#box = new SignalBox({ topic: keys.topic, signalingKey: keys.signalingKey, me, random });
    this.#signaling = server.client();
    const nothing = () => undefined;
    this.#signaling.start(
      { topic: keys.topic, nextAddress: () => address },
      {
        members: nothing,
        joined: nothing,
        left: nothing,
        changed: nothing,
        signal: (from, data) => this.#receive(from, data),
      },
    );
  }

  /** Offers a connection to the device at `to`. */
  offer(to: string): void {
    this.#open('initiator', to, bytesToHex(this.#options.random(8)));
  }

  /** Any signal at all, signed and sealed as its key can. */
  signal(to: string, connection: string, signal: ChannelSignal): void {
    const data = this.#box.seal(this.#options.address, to, { connection, signal });
    if (data !== undefined) this.raw(to, data);
  }

  raw(to: string, data: string): void {
    this.sent.push({ to, data });
    if (this.sent.length > 50) this.sent.shift();
    this.#signaling.send(to, data);
  }

  /** Over every connection to `to` that has keys. @returns how many there are. */
  message(to: string, message: Uint8Array): number {
    const agreed = [...this.#connections.values()].filter((each) => each.to === to && each.isAgreed);
    for (const { channel } of agreed) channel.send(message);
    return agreed.length;
  }

  frame(to: string, frame: Uint8Array): void {
    const cutter = new FrameCutter('consensus', frame);
    for (let chunk = cutter.next(); chunk !== undefined; chunk = cutter.next()) this.message(to, chunk);
  }

  stop(): void {
    this.#signaling.stop();
    for (const { channel } of this.#connections.values()) channel.destroy();
    this.#connections.clear();
  }

  #receive(from: string, data: string): void {
    const opened = this.#box.open(from, this.#options.address, data);
    if (!opened.ok) return;
    const { connection, signal } = opened.signal;
    if (!this.#connections.has(connection) && signal.type === 'offer')
      this.#open('responder', from, connection);
    this.#connections.get(connection)?.channel.signal(signal);
  }

  #open(role: 'initiator' | 'responder', to: string, name: string): void {
    const { me, keys, random, createChannel, hello, proof } = this.#options;
    const handshake = new Handshake({ role, me, keys });
    const end = () => {
      channel.destroy();
      this.#connections.delete(name);
    };
    const channel: SecureChannel = new SecureChannel({
      role,
      psk: keys.handshakeKey,
      hello: hello(handshake.hello()),
      random,
      createChannel,
      listener: {
        signal: (signal) => this.signal(to, name, signal),
        open: () => undefined,
        agreed: (theirs, hash) => {
          const connection = this.#connections.get(name);
          if (connection === undefined) return;
          channel.send(handshakeMessage(proof(handshake.agreed(theirs, hash))));
          connection.isAgreed = true;
        },
        message: () => undefined,
        drained: () => undefined,
        broken: end,
        closed: end,
        unavailable: end,
      },
    });
    this.#connections.set(name, { to, channel, isAgreed: false });
  }
}
