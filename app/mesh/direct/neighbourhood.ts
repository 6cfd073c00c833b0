/**
 * The other devices of a board as the signaling servers name them: arrivals, departures and signals. All servers are
 * used at the same time; a device known to several counts once.
 *
 * Servers are untrusted, and each has its own slots: however many devices one invents, those that another names find
 * room.
 */

import type { HandshakeRole } from '#shared/invite/handshake.ts';
import type { DeviceIdentity } from '#shared/invite/keys/device-key.ts';
import type { BoardKeys } from '#shared/invite/keys/keys.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import { maxTopicMembers } from '#shared/signaling/protocol.ts';
import type { Clock } from '../../clock/clock.ts';
import type { CreateChannel } from '../link/channel/channel.ts';
import type { PeerLinkListener } from '../link/peer-link.ts';
import type { RandomBytes } from '../redial/backoff.ts';
import {
  type AddressParts,
  isOlderAddress,
  newAddress,
  newDevice,
  readAddress,
} from '../signaling/peer-address.ts';
import { type ConnectionSignal, SignalBox } from '../signaling/signal-box.ts';
import type { SignalingTransport } from '../signaling/signaling-transport.ts';
import type { SignalingState } from '../transport.ts';
import type { Address } from './addresses.ts';
import { Attempts } from './attempts.ts';
import { Neighbour } from './neighbour.ts';
import type { Link, NeighbourListener } from './neighbour-options.ts';

/** Other devices that one server may name at the same time: a full topic. */
export const maxNamed = maxTopicMembers;

/** Linked devices that no server names any more, at most. Viewers are evicted first, then the oldest. */
export const maxUnnamed = 2 * maxTopicMembers;

/** Links that {@link Neighbourhood.reconsider} ends at once, so that their replacements through others have time. */
const maxEndedAtOnce = 2;

export interface NeighbourhoodListener extends Omit<NeighbourListener, 'signal' | 'gone'> {
  /** An invalid signal was received: `uninvited` without a link of this board, `forgedSignal` as another device. */
  stranger(why: 'uninvited' | 'forgedSignal'): void;
  /** A device with an older Paxboard is present. */
  older(): void;
  /** `state()` has changed. */
  changed(): void;
}

export interface NeighbourhoodOptions {
  readonly me: DeviceIdentity;
  readonly keys: Pick<BoardKeys, 'topic' | 'signalingKey'>;
  readonly signaling: readonly SignalingTransport[];
  /** Whether a direct link to `replica` is worth having; `isLinked` if there is one. */
  readonly isNeeded: (replica: ReplicaId, isLinked: boolean) => boolean;
  /** @param createChannel to a witness on a host; undefined for any other device. */
  readonly createLink: (
    role: HandshakeRole,
    listener: PeerLinkListener,
    createChannel: CreateChannel | undefined,
  ) => Link;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly listener: NeighbourhoodListener;
}

export class Neighbourhood {
  readonly #options: NeighbourhoodOptions;
  /** This device's name at the servers. */
  readonly #device: string;
  readonly #attempts: Attempts;
  /** One per server, for this device's stay there. */
  readonly #boxes = new Map<SignalingTransport, SignalBox>();
  readonly #neighbours = new Map<string, Neighbour>();
  readonly #signaling: SignalingTransport[];
  #isStarted = false;

  constructor(options: NeighbourhoodOptions) {
    this.#options = options;
    this.#signaling = [...options.signaling];
    this.#device = newDevice(options.me.replica, options.random);
    this.#attempts = new Attempts(options.clock);
  }

  start(): void {
    this.#isStarted = true;
    for (const signaling of this.#signaling) this.#join(signaling);
  }

  /** Leaves, and closes every connection without notifying the listener. It can be started again. */
  stop(): void {
    this.#isStarted = false;
    for (const signaling of this.#signaling) signaling.stop();
    for (const neighbour of this.#neighbours.values()) neighbour.destroy();
    this.#neighbours.clear();
  }

  /** The state of the server that works best. */
  state(): SignalingState {
    const states = this.#signaling.map((signaling) => signaling.state());
    return (
      states.find((state) => state.status === 'connected') ??
      states.find((state) => state.status === 'connecting') ??
      states[0] ?? { status: 'failing', why: { type: 'noHosts' } }
    );
  }

  /** Retries now. */
  retryNow(): void {
    for (const signaling of this.#signaling) {
      signaling.retryNow();
      signaling.check();
    }
    for (const neighbour of this.#neighbours.values()) neighbour.retryNow();
  }

  /**
   * `isNeeded` may have changed: begins links that are needed, and ends some of the others.
   *
   * @returns whether to repeat this later: a link was ended, or is too young.
   */
  reconsider(): boolean {
    const unneeded = [...this.#neighbours.values()].filter((neighbour) => neighbour.reconsider());
    const due = unneeded.filter(({ isKept }) => isKept).slice(0, maxEndedAtOnce);
    for (const neighbour of due) neighbour.release('not needed');
    return unneeded.length > 0;
  }

  /** Adds a server, used at once if started. Idempotent. */
  addSignaling(signaling: SignalingTransport): void {
    if (this.#signaling.includes(signaling)) return;
    this.#signaling.push(signaling);
    if (!this.#isStarted) return;
    this.#join(signaling);
    this.#options.listener.changed();
  }

  /** Connections made through it stay. */
  removeSignaling(signaling: SignalingTransport): void {
    const at = this.#signaling.indexOf(signaling);
    if (at < 0) return;
    this.#signaling.splice(at, 1);
    signaling.stop();
    this.#boxes.delete(signaling);
    this.#forget(signaling);
    this.#options.listener.changed();
  }

  #join(signaling: SignalingTransport): void {
    const { me, random, keys } = this.#options;
    const { topic, signalingKey } = keys;
    const identity = {
      topic,
      nextAddress: () => {
        this.#boxes.set(signaling, new SignalBox({ topic, signalingKey, me, random }));
        return newAddress(this.#device, random);
      },
    };
    signaling.start(identity, {
      members: (addresses) => this.#members(signaling, addresses),
      joined: (address) => this.#appear({ signaling, address }),
      left: (address) => this.#known(address)?.vanished(signaling, address),
      signal: (from, data) => this.#receive(signaling, from, data),
      changed: () => {
        // An unreachable server cannot report departures; it lists all present devices when it is back.
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
    for (const address of addresses) this.#appear({ signaling, address });
  }

  #forget(signaling: SignalingTransport): void {
    for (const neighbour of [...this.#neighbours.values()]) neighbour.vanished(signaling);
  }

  #receive(signaling: SignalingTransport, from: string, data: string): void {
    const to = signaling.address();
    const opened = to === undefined ? undefined : this.#boxes.get(signaling)?.open(from, to, data);
    if (opened === undefined) return;
    if (opened.ok) {
      this.#appear({ signaling, address: from })?.receive(opened.signal, { signaling, address: from });
    } else if (isOlderAddress(from)) {
      this.#options.listener.older();
    } else {
      this.#options.listener.stranger(opened.problem === 'sealed' ? 'uninvited' : 'forgedSignal');
    }
  }

  #send(to: Address, signal: ConnectionSignal): void {
    const from = to.signaling.address();
    if (from === undefined) return;
    const data = this.#boxes.get(to.signaling)?.seal(from, to.address, signal);
    if (data !== undefined) to.signaling.send(to.address, data);
  }

  #known(address: string): Neighbour | undefined {
    const parts = readAddress(address);
    return parts === undefined ? undefined : this.#neighbours.get(parts.device);
  }

  /**
   * A server names `at`.
   *
   * @returns the device at that address; undefined for this device itself, or if the server names too many.
   */
  #appear(at: Address): Neighbour | undefined {
    if (isOlderAddress(at.address)) this.#options.listener.older();
    const parts = readAddress(at.address);
    if (parts === undefined || parts.device === this.#device || !this.#isStarted) return undefined;
    const known = this.#neighbours.get(parts.device);
    const isNamedHere = known !== undefined && known.addressesAt(at.signaling).length > 0;
    if (!isNamedHere && this.#countNamedAt(at.signaling) >= maxNamed) return undefined;
    const neighbour = known ?? this.#newNeighbour(parts);
    this.#neighbours.set(parts.device, neighbour);
    neighbour.appeared(at);
    this.#dropUnnamed();
    return neighbour;
  }

  #countNamedAt(signaling: SignalingTransport): number {
    let count = 0;
    for (const neighbour of this.#neighbours.values()) {
      if (neighbour.addressesAt(signaling).length > 0) count += 1;
    }
    return count;
  }

  /** A server can name ever new devices, each of which may be proven: unnamed links are bounded, too. */
  #dropUnnamed(): void {
    const unnamed = [...this.#neighbours.values()].filter(({ isNamed }) => !isNamed);
    const tooMany = unnamed.length - maxUnnamed;
    if (tooMany <= 0) return;
    const viewers = unnamed.filter(({ peer }) => peer?.access !== 'edit');
    const editors = unnamed.filter(({ peer }) => peer?.access === 'edit');
    for (const neighbour of [...viewers, ...editors].slice(0, tooMany)) neighbour.release();
  }

  #newNeighbour({ device, replica, isHosted }: AddressParts): Neighbour {
    const { clock, random, createLink, isNeeded, listener } = this.#options;
    return new Neighbour({
      isNeeded: (isLinked) => isNeeded(replica, isLinked),
      device,
      replica,
      attempts: this.#attempts,
      order: (signaling) => this.#signaling.indexOf(signaling),
      // Never both as responder: then neither would make an offer.
      role: isHosted || this.#device < device ? 'initiator' : 'responder',
      clock,
      random,
      createLink: (role, forLink, to) =>
        createLink(role, forLink, isHosted ? to.signaling.channelTo(replica) : undefined),
      listener: {
        ...listener,
        signal: (to, signal) => this.#send(to, signal),
        lost: (link, peer) => {
          // This device may have moved: then its servers are gone, too, and TCP would not notice for minutes.
          for (const signaling of this.#signaling) signaling.check();
          listener.lost(link, peer);
        },
        gone: (device) => this.#neighbours.delete(device),
      },
    });
  }
}
