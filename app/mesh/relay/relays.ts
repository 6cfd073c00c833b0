/**
 * Relayed links, for pairs that cannot connect to each other, and relaying for others.
 *
 * Each device announces its direct neighbours to them. A device without a direct link to a peer relays through a
 * neighbour that has one: one hop, with the same end-to-end handshake as on a direct link. A direct link is preferred:
 * it gets a moment to come up first, and replaces the relayed one when it does.
 *
 * Of two devices the one with the lower replica id opens the channel.
 */

import type { HandshakeRole } from '#shared/invite/handshake.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Clock } from '../../clock/clock.ts';
import type { CreateChannel } from '../link/channel/channel.ts';
import { type LinkMessage, maxToldNeighbours } from '../link/channel-messages.ts';
import type { Introduction } from '../link/handshake.ts';
import type { LinkEnd } from '../link/link-end.ts';
import type { PeerLink, PeerLinkListener } from '../link/peer-link.ts';
import type { RandomBytes } from '../redial/backoff.ts';
import { RedialPolicy } from '../redial/redial-policy.ts';
import type { Lane } from '../transport.ts';
import { closingOf, RelayChannel, readRelayMessage } from './relay-channel.ts';

/** Time for a direct connection before a relay is used, milliseconds. */
export const relayAfterMs = 1000;

/** Relayed links, at most. */
export const maxRelayedLinks = 64;

/** The part of a direct link that is used. */
export type DirectLink = Pick<PeerLink, 'sendLinkMessage' | 'roundTripMs' | 'rouse'>;

/** The part of a relayed link that is used. */
export type RelayedLink = Pick<
  PeerLink,
  'peer' | 'roundTripMs' | 'send' | 'isClear' | 'rest' | 'rouse' | 'dismiss' | 'forged' | 'destroy'
>;

export interface RelaysListener {
  /** The routes have changed. */
  routed(): void;
  proven(link: RelayedLink, peer: Introduction, via: ReplicaId): void;
  lost(link: RelayedLink, replica: ReplicaId): void;
  frame(from: Introduction, lane: Lane, bytes: Uint8Array): void;
  measured(): void;
  /** For notices. */
  ended(end: LinkEnd): void;
}

export interface RelaysOptions {
  readonly me: ReplicaId;
  readonly createLink: (
    role: HandshakeRole,
    createChannel: CreateChannel,
    listener: PeerLinkListener,
  ) => RelayedLink;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly listener: RelaysListener;
}

interface Relayed {
  readonly via: ReplicaId;
  readonly channel: RelayChannel;
  readonly link: RelayedLink;
}

/** A replica that some neighbour has a direct link to. */
interface Distant {
  relayed: Relayed | undefined;
  readonly redial: RedialPolicy;
}

export class Relays {
  readonly #options: RelaysOptions;
  readonly #direct = new Map<ReplicaId, DirectLink>();
  /** The announced direct links of each neighbour. */
  readonly #reach = new Map<ReplicaId, ReadonlySet<ReplicaId>>();
  readonly #distant = new Map<ReplicaId, Distant>();

  constructor(options: RelaysOptions) {
    this.#options = options;
  }

  /** A direct link is up; a relayed one is not needed any more. */
  linked(replica: ReplicaId, link: DirectLink): void {
    this.#direct.set(replica, link);
    this.#reach.delete(replica);
    this.#forget(replica);
    this.#announce();
  }

  /** The direct link is down, and with it every route through that neighbour. */
  unlinked(replica: ReplicaId): void {
    this.#direct.delete(replica);
    this.#reach.delete(replica);
    for (const { relayed } of this.#distant.values()) {
      if (relayed?.via === replica) relayed.channel.lose('the member between is gone');
    }
    this.#announce();
    this.#lookAround();
  }

  /** Processes a message of a direct neighbour. */
  receive(from: ReplicaId, message: LinkMessage): void {
    if (!this.#direct.has(from)) return;
    switch (message.kind) {
      case 'neighbours': {
        const before = this.#reach.get(from);
        const now = new Set(message.replicas);
        this.#reach.set(from, now);
        this.#endLostWays(from);
        this.#lookAround();
        // A device that one member has lost is probably gone for all.
        for (const lost of before ?? []) if (!now.has(lost)) this.#direct.get(lost)?.rouse();
        return this.#options.listener.routed();
      }
      case 'carry':
        return this.#carry(from, message.replica, message.payload);
      case 'carried':
        return this.#receive(from, message.replica, message.payload);
      case 'undelivered':
        return this.#relayedBy(from, message.replica)?.channel.lose('it could not be handed on');
    }
  }

  /** This device, its direct neighbours, and those of these. */
  get members(): number {
    const others = [...this.#reach.values()].flatMap((replicas) => [...replicas]);
    return new Set([this.#options.me, ...this.#direct.keys(), ...others]).size;
  }

  /** The direct neighbours that have a direct link to `replica`. */
  waysTo(replica: ReplicaId): readonly ReplicaId[] {
    return [...this.#reach].filter(([, replicas]) => replicas.has(replica)).map(([via]) => via);
  }

  /** Closes everything without notifying the listener. */
  destroy(): void {
    for (const replica of [...this.#distant.keys()]) this.#forget(replica);
    this.#direct.clear();
    this.#reach.clear();
  }

  // Relaying for others.

  #announce(): void {
    // More can be linked than a message holds; the rest are reached through others, or directly.
    const replicas = [...this.#direct.keys()].sort().slice(0, maxToldNeighbours);
    for (const link of this.#direct.values()) link.sendLinkMessage({ kind: 'neighbours', replicas });
  }

  #carry(from: ReplicaId, to: ReplicaId, payload: Uint8Array): void {
    const isCarried =
      this.#direct.get(to)?.sendLinkMessage({ kind: 'carried', replica: from, payload }) === true;
    if (!isCarried) this.#direct.get(from)?.sendLinkMessage({ kind: 'undelivered', replica: to });
  }

  // Own links.

  #receive(via: ReplicaId, from: ReplicaId, payload: Uint8Array): void {
    const message = readRelayMessage(payload);
    if (message === undefined) return;
    const relayed = this.#relayedBy(via, from);
    if (relayed !== undefined && relayed.channel.channel === message.channel) {
      relayed.channel.receive(message);
    } else if (message.kind === 'open') {
      this.#accept(via, from, message.channel);
    }
  }

  #accept(via: ReplicaId, from: ReplicaId, opened: string): void {
    // Only the lower replica id may open; and the relay must have announced a link to it.
    const isExpected = from < this.#options.me && this.#reach.get(via)?.has(from) === true;
    if (!isExpected) return;
    if (this.#direct.has(from)) {
      // The sender has noticed the loss of a direct link before this device. It should retry soon.
      this.#direct.get(via)?.sendLinkMessage({ kind: 'carry', replica: from, payload: closingOf(opened) });
      return;
    }
    const distant = this.#distantAt(from);
    if (distant === undefined || distant.redial.isUnderPenalty) return;
    // The other end has lost the previous channel.
    distant.relayed?.channel.lose('begun anew by the other end');
    this.#open(from, distant, via, opened);
  }

  #lookAround(): void {
    const { me } = this.#options;
    const reachable = new Set([...this.#reach.values()].flatMap((replicas) => [...replicas]));
    for (const replica of reachable) {
      if (me < replica && !this.#direct.has(replica)) this.#tryLater(replica, relayAfterMs);
    }
    for (const [replica, { relayed }] of this.#distant) {
      if (!reachable.has(replica) && relayed === undefined) this.#forget(replica);
    }
  }

  #tryLater(replica: ReplicaId, waitMs: number): void {
    const distant = this.#distantAt(replica);
    if (distant === undefined || distant.relayed !== undefined || distant.redial.isScheduled) return;
    distant.redial.schedule(waitMs, () => {
      const via = this.#wayTo(replica);
      if (via !== undefined && distant.relayed === undefined) this.#open(replica, distant, via);
    });
  }

  /** The nearest neighbour with a link to `replica`. */
  #wayTo(replica: ReplicaId): ReplicaId | undefined {
    const distance = (via: ReplicaId) => this.#direct.get(via)?.roundTripMs ?? Number.POSITIVE_INFINITY;
    const [nearest] = [...this.waysTo(replica)].sort((a, b) => distance(a) - distance(b));
    return nearest;
  }

  #open(replica: ReplicaId, distant: Distant, via: ReplicaId, opened?: string): void {
    const { createLink, random, listener } = this.#options;
    let channel: RelayChannel | undefined;
    const link = createLink(
      opened === undefined ? 'initiator' : 'responder',
      (_initiator, channelListener) => {
        channel = new RelayChannel({
          listener: channelListener,
          random,
          carry: (payload) =>
            this.#direct.get(via)?.sendLinkMessage({ kind: 'carry', replica, payload }) === true,
          ...(opened === undefined ? {} : { opened }),
        });
        return channel;
      },
      {
        // Relayed links have no signals, and use one hop.
        signal: () => undefined,
        linkMessage: () => undefined,
        proven: (peer) => this.#proven(replica, distant, peer),
        frame: (lane, bytes) => {
          if (link.peer !== undefined) listener.frame(link.peer, lane, bytes);
        },
        measured: () => listener.measured(),
        ended: (end) => this.#ended(replica, distant, end),
      },
    );
    if (channel !== undefined) distant.relayed = { via, channel, link };
  }

  #proven(replica: ReplicaId, distant: Distant, peer: Introduction): void {
    const { relayed } = distant;
    if (relayed === undefined) return;
    if (peer.replica !== replica) {
      // The relay connected us to another device, which is reachable under its own name.
      relayed.link.destroy();
      this.#ended(replica, distant, { type: 'unproven' });
      return;
    }
    distant.redial.resetBackoff();
    this.#options.listener.proven(relayed.link, peer, relayed.via);
  }

  #ended(replica: ReplicaId, distant: Distant, end: LinkEnd): void {
    const { relayed } = distant;
    distant.relayed = undefined;
    if (relayed?.link.peer !== undefined) {
      if (end.type === 'lost') distant.redial.forgive();
      this.#options.listener.lost(relayed.link, replica);
    }
    if (end.type !== 'noWay') this.#options.listener.ended(end);
    if (this.#distant.get(replica) !== distant) return;
    const wait = distant.redial.ended(end);
    if (this.#options.me < replica) this.#tryLater(replica, wait);
  }

  #relayedBy(via: ReplicaId, replica: ReplicaId): Relayed | undefined {
    const relayed = this.#distant.get(replica)?.relayed;
    return relayed?.via === via ? relayed : undefined;
  }

  /** `via` has lost its link to some replicas that it was a route to. */
  #endLostWays(via: ReplicaId): void {
    for (const [replica, { relayed }] of this.#distant) {
      if (relayed?.via !== via || this.#reach.get(via)?.has(replica) === true) continue;
      relayed.channel.lose('the member between has no link to it');
    }
  }

  /** @returns undefined if there are too many. */
  #distantAt(replica: ReplicaId): Distant | undefined {
    const known = this.#distant.get(replica);
    if (known !== undefined || this.#distant.size >= maxRelayedLinks) return known;
    const distant: Distant = {
      relayed: undefined,
      redial: new RedialPolicy(this.#options.clock, this.#options.random),
    };
    this.#distant.set(replica, distant);
    return distant;
  }

  #forget(replica: ReplicaId): void {
    const distant = this.#distant.get(replica);
    if (distant === undefined) return;
    this.#distant.delete(replica);
    distant.redial.cancel();
    distant.relayed?.link.destroy();
    distant.relayed = undefined;
  }
}
