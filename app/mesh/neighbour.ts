/**
 * One other device as the signaling servers name it: its addresses, the connection to it, and the next retry.
 *
 * The device with the lower name is the initiator (two initiators would both fail). A new connection is attempted
 * beside a proven one and replaces it only once it is proven as that of the same replica: the other end may have
 * noticed a loss first, and no signal must end a working connection.
 */

import { bytesToHex } from '@noble/hashes/utils.js';
import type { HandshakeRole } from '#shared/invite/handshake.ts';
import type { ReplicaId } from '#shared/paxos/model/ids.ts';
import type { Clock } from '../clock/clock.ts';
import { type Attempts, busyMs } from './attempts.ts';
import { Backoff, type RandomBytes } from './backoff.ts';
import type { ChannelSignal } from './link/channel.ts';
import type { LinkMessage } from './link/channel-messages.ts';
import type { Introduction } from './link/handshake.ts';
import { connectTimeoutMs, type LinkEnd, type PeerLink, type PeerLinkListener } from './link/peer-link.ts';
import { type ConnectionSignal, connectionIdLength } from './signaling/signal-box.ts';
import type { SignalingTransport } from './signaling/signaling-transport.ts';
import type { Lane } from './transport.ts';

export const reconnectLimits = { firstMs: 250, longestMs: 10_000 } as const;

/** A connection of this duration resets the backoff. Milliseconds. */
export const steadyMs = 30_000;

/** After this many consecutive faults of the peer, it gets a penalty of {@link penaltyMs}. */
export const maxOffences = 3;
export const penaltyMs = 30_000;

/**
 * Timeout for the answer to an offer, milliseconds: the first one, and the longest. A signaling server may lose
 * signals, and a LAN answers within half a second. Waiting for the whole connection timeout kept newcomers out for 15
 * s.
 */
export const answerLimits = { firstMs: 2000, longestMs: connectTimeoutMs } as const;

/** Addresses of one device, at most; the oldest are evicted first. */
const maxAddresses = 16;

/** The part of a {@link PeerLink} that is used. */
export type Link = Pick<
  PeerLink,
  | 'peer'
  | 'roundTripMs'
  | 'signal'
  | 'send'
  | 'isClear'
  | 'sendLinkMessage'
  | 'check'
  | 'dismiss'
  | 'forged'
  | 'destroy'
>;

export interface Address {
  readonly signaling: SignalingTransport;
  readonly address: string;
}

export interface NeighbourListener {
  /** To be sealed and sent to `to`. */
  signal(to: Address, signal: ConnectionSignal): void;
  proven(neighbour: Neighbour, link: Link, peer: Introduction): void;
  /** The proven connection is lost. Not called after {@link Neighbour.dropLink}. */
  lost(link: Link, peer: Introduction): void;
  linkMessage(from: Introduction, message: LinkMessage): void;
  frame(from: Introduction, lane: Lane, bytes: Uint8Array): void;
  measured(): void;
  /** A connection ended, proven or not; for notices. */
  ended(end: LinkEnd): void;
  /** Neither an address nor a connection is left. */
  gone(neighbour: Neighbour): void;
}

export interface NeighbourOptions {
  readonly device: string;
  /** The expected replica: a device's name holds its replica id, and proofs of any other replica are rejected. */
  readonly replica: ReplicaId;
  readonly role: HandshakeRole;
  readonly attempts: Attempts;
  /** The priority of a server: the one with the lower number is used first. */
  readonly order: (signaling: SignalingTransport) => number;
  readonly createLink: (role: HandshakeRole, listener: PeerLinkListener) => Link;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly listener: NeighbourListener;
}

interface Attempt {
  readonly connection: string;
  /**
   * The receiver of its signals: the address that the other end has signed one from, if any. An impostor can join under
   * the same name.
   */
  to: Address;
  readonly link: Link;
  /** Frees its slot, and cancels the wait for an answer. */
  readonly leave: () => void;
  /** The other end has accepted the offer. */
  readonly answered: () => void;
}

export class Neighbour {
  readonly device: string;
  readonly #options: NeighbourOptions;
  readonly #backoff: Backoff;
  /** Latest last. */
  #addresses: Address[] = [];
  /** Not proven yet. */
  #attempt: Attempt | undefined;
  /** Proven. */
  #current: Attempt | undefined;
  #provenAt = 0;
  #failedAttempts = 0;
  #offences = 0;
  #leftAloneUntil = Number.NEGATIVE_INFINITY;
  #cancelRetry: (() => void) | undefined;
  #destroyed = false;

  constructor(options: NeighbourOptions) {
    this.device = options.device;
    this.#options = options;
    this.#backoff = new Backoff(reconnectLimits, options.random);
  }

  /** A server names it in the topic, or it sent a signal from there. */
  appeared(at: Address): void {
    if (this.#addresses.some((known) => sameAddress(known, at))) return;
    const elsewhere = this.#addresses.some((known) => known.signaling !== at.signaling);
    this.#addresses = [...this.#addresses, at].slice(-maxAddresses);
    if (this.#current !== undefined || (elsewhere && this.#attempt !== undefined)) return;
    // It has joined (again): earlier attempts may never have reached it, so there is no reason to wait.
    this.#backoff.reset();
    this.#stopWaiting();
    this.#dropAttempt();
    this.#retry(0);
  }

  /**
   * A server reports that it has left, or (without `address`) is not reachable any more. Such a report never ends a
   * connection, but a killed process loses its connection to the server at once: so the link is checked.
   */
  vanished(signaling: SignalingTransport, address?: string): void {
    const left = this.#addresses.filter(
      (known) => known.signaling !== signaling || (address !== undefined && known.address !== address),
    );
    if (left.length < this.#addresses.length) this.#current?.link.check();
    this.#addresses = left;
    this.#goIfIdle();
  }

  /** @returns the addresses at `signaling`. */
  addressesAt(signaling: SignalingTransport): readonly string[] {
    return this.#addresses.filter((known) => known.signaling === signaling).map((known) => known.address);
  }

  /** Whether a server names it now. */
  get isNamed(): boolean {
    return this.#addresses.length > 0;
  }

  /** The peer of the proven connection; undefined without one. */
  get peer(): Introduction | undefined {
    return this.#current?.link.peer;
  }

  /** @param from the address that the signal came from; the other end has signed it. */
  receive({ connection, signal }: ConnectionSignal, from: Address): void {
    if (this.#options.role === 'responder' && signal.type === 'offer') this.#accept(connection, from);
    const attempt = [this.#attempt, this.#current].find((known) => known?.connection === connection);
    if (attempt !== undefined) attempt.to = from;
    if (signal.type === 'answer') attempt?.answered();
    attempt?.link.signal(signal);
  }

  /** Ends everything without notifying the listener. */
  destroy(): void {
    this.#destroyed = true;
    this.#addresses = [];
    this.#stopWaiting();
    this.#dropAttempt();
    this.#current?.link.destroy();
    this.#current = undefined;
  }

  /** Retries now, except peers under penalty; restarts attempts that were made without a network. */
  retryNow(): void {
    this.#backoff.reset();
    this.#stopWaiting();
    if (this.#options.role === 'initiator') this.#dropAttempt();
    this.#retry(0);
  }

  /** Ends the proven connection `link`: the same replica has a newer one. */
  dropLink(link: Link): void {
    if (this.#current?.link !== link) return;
    link.destroy();
    this.#current = undefined;
    this.#retry(this.#backoff.fail());
    this.#goIfIdle();
  }

  /** Ends the proven connection of a device that no server names any more. */
  release(): void {
    const current = this.#current;
    if (current === undefined) return;
    current.link.destroy();
    this.#ended(current.connection, { type: 'lost', why: 'too many' });
  }

  #accept(connection: string, from: Address): void {
    if (this.#options.clock.now() < this.#leftAloneUntil) return;
    if (this.#attempt?.connection === connection || this.#current?.connection === connection) return;
    this.#dropAttempt();
    // Without a free slot, the initiator retries soon.
    this.#open(connection, from);
  }

  #initiate(): void {
    if (this.#options.role !== 'initiator' || this.#addresses.length === 0) return;
    if (this.#attempt !== undefined || this.#current !== undefined) return;
    const to = this.#nextAddress() ?? this.#addresses[0];
    if (to === undefined || this.#open(bytesToHex(this.#options.random(connectionIdLength / 2)), to)) return;
    this.#retry(busyMs);
  }

  /** @returns false if too many attempts are in progress. */
  #open(connection: string, to: Address): boolean {
    const { listener, role, attempts } = this.#options;
    const direction = role === 'initiator' ? 'outgoing' : 'incoming';
    const free = attempts.begin(to.signaling, direction, () => this.#cancel(connection, 'others wait'));
    if (free === undefined) return false;
    const answered = role === 'initiator' ? this.#awaitAnswer(connection) : () => undefined;
    const leave = () => {
      free();
      answered();
    };
    const link = this.#options.createLink(role, {
      signal: (signal) => this.#sendSignal(connection, signal),
      proven: (peer) => this.#proven(connection, peer),
      frame: (lane, bytes) => {
        if (link.peer !== undefined) listener.frame(link.peer, lane, bytes);
      },
      linkMessage: (message) => {
        if (link.peer !== undefined) listener.linkMessage(link.peer, message);
      },
      measured: () => listener.measured(),
      ended: (end) => this.#ended(connection, end),
    });
    this.#attempt = { connection, to, link, leave, answered };
    return true;
  }

  /** @returns a function that cancels the wait. */
  #awaitAnswer(connection: string): () => void {
    const { firstMs, longestMs } = answerLimits;
    const wait = Math.min(longestMs, firstMs * 2 ** this.#failedAttempts);
    return this.#options.clock.after(wait, () => this.#cancel(connection, 'no answer'));
  }

  #cancel(connection: string, why: string): void {
    if (this.#attempt?.connection !== connection) return;
    this.#attempt.link.destroy();
    this.#ended(connection, { type: 'lost', why });
  }

  #sendSignal(connection: string, signal: ChannelSignal): void {
    const known = [this.#attempt, this.#current].find((each) => each?.connection === connection)?.to;
    // After this device has rejoined a server, the other end knows it by another address there.
    const isReachable = known?.signaling.address() !== undefined;
    const to = isReachable ? known : this.#nextAddress();
    if (to !== undefined) this.#options.listener.signal(to, { connection, signal });
  }

  /** Of the first server, the latest first; after a failure another one, as it may be stale, or invented. */
  #nextAddress(): Address | undefined {
    const { order } = this.#options;
    const reachable = this.#addresses
      .filter((known) => known.signaling.address() !== undefined)
      .reverse()
      .sort((a, b) => order(a.signaling) - order(b.signaling));
    return reachable[this.#failedAttempts % Math.max(1, reachable.length)];
  }

  #proven(connection: string, peer: Introduction): void {
    const attempt = this.#attempt;
    if (attempt?.connection !== connection) return;
    if (peer.replica !== this.#options.replica) {
      attempt.link.destroy();
      this.#ended(connection, { type: 'unproven' });
      return;
    }
    attempt.leave();
    const before = this.#current;
    this.#attempt = undefined;
    this.#current = undefined;
    this.#stopWaiting();
    this.#failedAttempts = 0;
    if (before?.link.peer !== undefined) {
      before.link.destroy();
      this.#options.listener.lost(before.link, before.link.peer);
    }
    if (this.#destroyed) {
      attempt.link.destroy();
      return;
    }
    this.#current = attempt;
    this.#provenAt = this.#options.clock.now();
    this.#options.listener.proven(this, attempt.link, peer);
  }

  #ended(connection: string, end: LinkEnd): void {
    const wasCurrent = this.#current?.connection === connection;
    const link = wasCurrent ? this.#current?.link : undefined;
    if (wasCurrent) {
      this.#current = undefined;
    } else {
      this.#attempt?.leave();
      this.#attempt = undefined;
    }

    const lasted = wasCurrent ? this.#options.clock.now() - this.#provenAt : 0;
    if (lasted >= steadyMs) {
      this.#backoff.reset();
      this.#offences = 0;
    }
    if (!wasCurrent) this.#failedAttempts += 1;
    this.#retry(this.#waitAfter(end));

    if (link?.peer !== undefined) this.#options.listener.lost(link, link.peer);
    this.#options.listener.ended(end);
    this.#goIfIdle();
  }

  #waitAfter(end: LinkEnd): number {
    const wait = this.#backoff.fail();
    if (end.type === 'lost' || end.type === 'noWay') return wait;
    this.#offences += 1;
    // A fault that only a person can mend stays until then.
    const lasting = end.type !== 'garbage' && end.type !== 'unproven';
    if (!lasting && this.#offences < maxOffences) return wait;
    this.#leftAloneUntil = this.#options.clock.now() + penaltyMs;
    return penaltyMs;
  }

  #retry(waitMs: number): void {
    const penalty = this.#leftAloneUntil - this.#options.clock.now();
    const wait = Math.max(waitMs, penalty);
    if (wait <= 0) {
      this.#initiate();
      return;
    }
    if (this.#options.role !== 'initiator') return;
    this.#stopWaiting();
    this.#cancelRetry = this.#options.clock.after(wait, () => {
      this.#cancelRetry = undefined;
      this.#initiate();
    });
  }

  #stopWaiting(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
  }

  #dropAttempt(): void {
    this.#attempt?.leave();
    this.#attempt?.link.destroy();
    this.#attempt = undefined;
  }

  #goIfIdle(): void {
    if (this.#addresses.length > 0 || this.#attempt !== undefined || this.#current !== undefined) return;
    this.#stopWaiting();
    this.#options.listener.gone(this);
  }
}

function sameAddress(a: Address, b: Address): boolean {
  return a.signaling === b.signaling && a.address === b.address;
}
