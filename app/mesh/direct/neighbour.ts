/**
 * One other device as the signaling servers name it: its addresses, the connection to it, and the next retry.
 *
 * The device with the lower name is the initiator (two initiators would both fail); a witness on a host never is. A new
 * connection is attempted beside a proven one and replaces it only once it is proven as that of the same replica: the
 * other end may have noticed a loss first, and no signal must end a working connection.
 */

import { bytesToHex } from '@noble/hashes/utils.js';
import type { ChannelSignal } from '../link/channel/channel.ts';
import type { Introduction } from '../link/handshake.ts';
import type { LinkEnd } from '../link/link-end.ts';
import { connectTimeoutMs } from '../link/peer-link.ts';
import { RedialPolicy } from '../redial/redial-policy.ts';
import { type ConnectionSignal, connectionIdLength } from '../signaling/signal-box.ts';
import type { SignalingTransport } from '../signaling/signaling-transport.ts';
import { type Address, Addresses } from './addresses.ts';
import { busyMs } from './attempts.ts';
import type { Link, NeighbourOptions } from './neighbour-options.ts';

/** A connection of this duration resets the backoff. Milliseconds. */
export const steadyMs = 30_000;

/** A connection stays for so long, at least, whether it is needed or not. Milliseconds. */
export const keptMs = 10_000;

/**
 * Timeout for the answer to an offer, milliseconds: the first one, and the longest. A signaling server may lose
 * signals, and a LAN answers within half a second. Waiting for the whole connection timeout kept newcomers out for 15
 * s.
 */
export const answerLimits = { firstMs: 2000, longestMs: connectTimeoutMs } as const;

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
  readonly #redial: RedialPolicy;
  readonly #addresses: Addresses;
  /** Not proven yet. */
  #attempt: Attempt | undefined;
  /** Proven. */
  #current: Attempt | undefined;
  #provenAt = 0;
  #failedAttempts = 0;
  #destroyed = false;

  constructor(options: NeighbourOptions) {
    this.device = options.device;
    this.#options = options;
    this.#redial = new RedialPolicy(options.clock, options.random);
    this.#addresses = new Addresses(options.order);
  }

  /** A server names it in the topic, or it sent a signal from there. */
  appeared(at: Address): void {
    if (this.#addresses.has(at)) return;
    const isElsewhere = this.#addresses.isElsewhere(at.signaling);
    this.#addresses.add(at);
    if (this.#current !== undefined || (isElsewhere && this.#attempt !== undefined)) return;
    // It has joined (again): earlier attempts may never have reached it, so there is no reason to wait.
    this.#redial.resetBackoff();
    this.#redial.cancel();
    this.#dropAttempt();
    this.#retry(0);
  }

  /**
   * A server reports that it has left, or (without `address`) is not reachable any more. Such a report never ends a
   * connection, but a killed process loses its connection to the server at once: so the link is checked.
   */
  vanished(signaling: SignalingTransport, address?: string): void {
    if (this.#addresses.remove(signaling, address)) this.#doubt();
    this.#goIfIdle();
  }

  /** @returns the addresses at `signaling`. */
  addressesAt(signaling: SignalingTransport): readonly string[] {
    return this.#addresses.at(signaling);
  }

  /** Whether a server names it now. */
  get isNamed(): boolean {
    return !this.#addresses.isEmpty;
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
    this.#addresses.clear();
    this.#redial.cancel();
    this.#dropAttempt();
    this.#current?.link.destroy();
    this.#current = undefined;
  }

  /** Retries now, except peers under penalty; restarts attempts that were made without a network. */
  retryNow(): void {
    this.#redial.resetBackoff();
    this.#redial.cancel();
    if (this.#options.role === 'initiator') this.#dropAttempt();
    this.#retry(0);
  }

  /**
   * Begins a connection that is needed again. The responder follows.
   *
   * @returns whether there is one that is no longer needed, and that this end may {@link release}.
   */
  reconsider(): boolean {
    if (this.#options.role !== 'initiator' || this.#attempt !== undefined) return false;
    const isLinked = this.#current !== undefined;
    const isNeeded = this.#options.isNeeded(isLinked);
    if (isNeeded && !isLinked && !this.#redial.isScheduled) this.#retry(0);
    return isLinked && !isNeeded;
  }

  /** Whether the proven connection has existed for {@link keptMs}. */
  get isKept(): boolean {
    return this.#current !== undefined && this.#options.clock.now() - this.#provenAt >= keptMs;
  }

  /** Ends the proven connection, e.g. of a device that no server names any more. */
  release(why = 'too many'): void {
    const current = this.#current;
    if (current === undefined) return;
    current.link.destroy();
    this.#ended(current.connection, { type: 'lost', why });
  }

  #doubt(): void {
    const { link } = this.#current ?? {};
    if (link?.peer !== undefined && link.check()) this.#options.listener.doubted(link.peer);
  }

  #accept(connection: string, from: Address): void {
    if (this.#redial.isUnderPenalty) return;
    if (this.#attempt?.connection === connection || this.#current?.connection === connection) return;
    this.#dropAttempt();
    // Without a free slot, the initiator retries soon.
    this.#open(connection, from);
  }

  #initiate(): void {
    if (this.#options.role !== 'initiator' || this.#addresses.isEmpty) return;
    if (this.#attempt !== undefined || this.#current !== undefined) return;
    if (!this.#options.isNeeded(false)) return;
    const to = this.#addresses.next(this.#failedAttempts) ?? this.#addresses.first;
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
    const link = this.#options.createLink(
      role,
      {
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
      },
      to,
    );
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
    const to = isReachable ? known : this.#addresses.next(this.#failedAttempts);
    if (to !== undefined) this.#options.listener.signal(to, { connection, signal });
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
    this.#redial.cancel();
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
    this.#options.listener.proven(attempt.link, peer, () => this.#drop(attempt.link));
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
      this.#redial.resetBackoff();
      this.#redial.forgive();
    }
    if (!wasCurrent) this.#failedAttempts += 1;
    this.#retry(this.#redial.ended(end));

    if (link?.peer !== undefined) this.#options.listener.lost(link, link.peer);
    this.#options.listener.ended(end);
    this.#goIfIdle();
  }

  #retry(waitMs: number): void {
    if (this.#options.role === 'initiator') this.#redial.schedule(waitMs, () => this.#initiate());
  }

  #dropAttempt(): void {
    this.#attempt?.leave();
    this.#attempt?.link.destroy();
    this.#attempt = undefined;
  }

  /** Ends the proven connection `link`: the same replica has a newer one. */
  #drop(link: Link): void {
    if (this.#current?.link !== link) return;
    link.destroy();
    this.#current = undefined;
    this.#retry(this.#redial.ended({ type: 'lost', why: 'replaced' }));
    this.#goIfIdle();
  }

  #goIfIdle(): void {
    if (!this.#addresses.isEmpty || this.#attempt !== undefined || this.#current !== undefined) return;
    this.#redial.cancel();
    this.#options.listener.gone(this.device);
  }
}
