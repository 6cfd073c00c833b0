/**
 * The other devices of a board as signaling servers name them: who appears, who vanishes, what they signal. All servers are
 * used at the same time; a device that several know is one.
 */

import type { HandshakeRole } from '#shared/invite/handshake.ts';
import type { BoardKeys } from '#shared/invite/keys.ts';
import { maxTopicMembers } from '#shared/signaling/protocol.ts';
import type { RandomBytes } from './backoff.ts';
import type { Clock } from './clock.ts';
import type { PeerLinkListener } from './link/peer-link.ts';
import { type Address, type Link, Neighbour, type NeighbourListener } from './neighbour.ts';
import { addressOf, deviceOf, newDevice } from './signaling/peer-address.ts';
import { type ConnectionSignal, SignalBox } from './signaling/signal-box.ts';
import type { SignalingTransport } from './signaling/signaling-transport.ts';
import type { SignalingState } from './transport.ts';

/** Other devices known at the same time, at most: a full topic, and as many again that differ between servers. */
export const maxNeighbours = 2 * maxTopicMembers;

export interface NeighbourhoodListener extends Omit<NeighbourListener, 'signal' | 'gone'> {
  /** Somebody who has no link of this board sent something. */
  stranger(): void;
  /** `state()` says something new. */
  changed(): void;
}

export interface NeighbourhoodOptions {
  readonly keys: Pick<BoardKeys, 'topic' | 'signalingKey'>;
  readonly signaling: readonly SignalingTransport[];
  readonly createLink: (role: HandshakeRole, listener: PeerLinkListener) => Link;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly listener: NeighbourhoodListener;
}

export class Neighbourhood {
  readonly #options: NeighbourhoodOptions;
  /** What this device is called there. */
  readonly #device: string;
  readonly #box: SignalBox;
  readonly #neighbours = new Map<string, Neighbour>();
  readonly #signaling: SignalingTransport[];
  #isStarted = false;
  #joins = 0;

  constructor(options: NeighbourhoodOptions) {
    this.#options = options;
    this.#signaling = [...options.signaling];
    this.#device = newDevice(options.random);
    const { topic, signalingKey } = options.keys;
    this.#box = new SignalBox({ topic, signalingKey, random: options.random });
  }

  start(): void {
    this.#isStarted = true;
    for (const signaling of this.#signaling) this.#join(signaling);
  }

  /** Leaves, and lets go of every connection without a word to the listener. It may be started again. */
  stop(): void {
    this.#isStarted = false;
    for (const signaling of this.#signaling) signaling.stop();
    for (const neighbour of this.#neighbours.values()) neighbour.destroy();
    this.#neighbours.clear();
  }

  /** Of the server that works best. */
  state(): SignalingState {
    const states = this.#signaling.map((signaling) => signaling.state());
    return (
      states.find((state) => state.status === 'connected') ??
      states.find((state) => state.status === 'connecting') ??
      states[0] ?? { status: 'failing', why: noSignalingText }
    );
  }

  /** Tries at once what was to be tried later. */
  retryNow(): void {
    for (const signaling of this.#signaling) signaling.retryNow();
    for (const neighbour of this.#neighbours.values()) neighbour.retryNow();
  }

  /** One more, used at once if this is started. Does nothing for one that is there. */
  addSignaling(signaling: SignalingTransport): void {
    if (this.#signaling.includes(signaling)) return;
    this.#signaling.push(signaling);
    if (!this.#isStarted) return;
    this.#join(signaling);
    this.#options.listener.changed();
  }

  /** Connections that were made with its help stay. */
  removeSignaling(signaling: SignalingTransport): void {
    const at = this.#signaling.indexOf(signaling);
    if (at < 0) return;
    this.#signaling.splice(at, 1);
    signaling.stop();
    this.#forget(signaling);
    this.#options.listener.changed();
  }

  #join(signaling: SignalingTransport): void {
    const identity = {
      topic: this.#options.keys.topic,
      nextAddress: () => {
        this.#joins += 1;
        return addressOf(this.#device, this.#joins);
      },
    };
    signaling.start(identity, {
      members: (addresses) => this.#members(signaling, addresses),
      joined: (address) => this.#neighbourAt(address)?.appeared({ signaling, address }),
      left: (address) => this.#known(address)?.vanished(signaling, address),
      signal: (from, data) => this.#receive(signaling, from, data),
      changed: () => {
        // A server that is not there cannot say who leaves; it will tell all who are there when it is back.
        if (signaling.address() === undefined) this.#forget(signaling);
        this.#options.listener.changed();
      },
    });
  }

  #members(signaling: SignalingTransport, addresses: readonly string[]): void {
    for (const neighbour of [...this.#neighbours.values()]) {
      for (const address of neighbour.addressesAt(signaling)) {
        if (!addresses.includes(address)) neighbour.vanished(signaling, address);
      }
    }
    for (const address of addresses) this.#neighbourAt(address)?.appeared({ signaling, address });
  }

  #forget(signaling: SignalingTransport): void {
    for (const neighbour of [...this.#neighbours.values()]) neighbour.vanished(signaling);
  }

  #receive(signaling: SignalingTransport, from: string, data: string): void {
    const to = signaling.address();
    if (to === undefined) return;
    const signal = this.#box.open(from, to, data);
    if (signal === undefined) return this.#options.listener.stranger();
    const neighbour = this.#neighbourAt(from);
    neighbour?.appeared({ signaling, address: from });
    neighbour?.receive(signal);
  }

  #send(to: Address, signal: ConnectionSignal): void {
    const from = to.signaling.address();
    if (from === undefined) return;
    const data = this.#box.seal(from, to.address, signal);
    if (data !== undefined) to.signaling.send(to.address, data);
  }

  #known(address: string): Neighbour | undefined {
    const device = deviceOf(address);
    return device === undefined ? undefined : this.#neighbours.get(device);
  }

  /** The device behind an address; a new one is remembered, unless it is this device or there are too many. */
  #neighbourAt(address: string): Neighbour | undefined {
    const device = deviceOf(address);
    if (device === undefined || device === this.#device || !this.#isStarted) return undefined;
    const known = this.#neighbours.get(device);
    if (known !== undefined || this.#neighbours.size >= maxNeighbours) return known;
    const neighbour = this.#newNeighbour(device);
    this.#neighbours.set(device, neighbour);
    return neighbour;
  }

  #newNeighbour(device: string): Neighbour {
    const { clock, random, createLink, listener } = this.#options;
    return new Neighbour({
      device,
      // Never both: then neither would be answered.
      role: this.#device < device ? 'initiator' : 'responder',
      clock,
      random,
      createLink,
      listener: {
        ...listener,
        signal: (to, signal) => this.#send(to, signal),
        gone: (neighbour) => this.#neighbours.delete(neighbour.device),
      },
    });
  }
}

const noSignalingText =
  'No address is known where the devices of this board meet. Open an invite link of this board to add one.';
