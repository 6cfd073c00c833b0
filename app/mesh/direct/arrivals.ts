/**
 * The links that others begin with a device that dials nobody: a witness on a host. Its host accepts the sockets.
 *
 * A stranger can begin links and never prove anything, and a viewer's link can be proven under any number of keys. So
 * both are bounded.
 */

import { maxTopicMembers } from '#shared/signaling/protocol.ts';
import type { Clock } from '../../clock/clock.ts';
import type { CreateChannel } from '../link/channel/channel.ts';
import type { PeerLinkListener } from '../link/peer-link.ts';
import { maxIncoming, patienceMs } from './attempts.ts';
import type { Link, NeighbourListener } from './neighbour-options.ts';

/** Proven links, at most. Viewers are evicted first, then the oldest. */
export const maxArrived = 2 * maxTopicMembers;

export type ArrivalsListener = Omit<NeighbourListener, 'signal' | 'gone' | 'doubted'>;

export interface ArrivalsOptions {
  readonly clock: Clock;
  readonly createLink: (createChannel: CreateChannel, listener: PeerLinkListener) => Link;
  readonly listener: ArrivalsListener;
}

export class Arrivals {
  readonly #options: ArrivalsOptions;
  /** Not proven yet, with the time of their begin; oldest first. */
  readonly #unproven = new Map<Link, number>();
  /** Oldest first. */
  readonly #proven = new Set<Link>();

  constructor(options: ArrivalsOptions) {
    this.#options = options;
  }

  /** @returns false if too many links are being proven. */
  accept(createChannel: CreateChannel): boolean {
    if (!this.#makeRoom()) return false;
    const { clock, createLink, listener } = this.#options;
    const link = createLink(createChannel, {
      signal: () => undefined,
      proven: (peer) => {
        this.#unproven.delete(link);
        if (this.#proven.size >= maxArrived) this.#dropLeast();
        this.#proven.add(link);
        listener.proven(link, peer, () => this.#drop(link));
      },
      frame: (lane, bytes) => {
        if (link.peer !== undefined) listener.frame(link.peer, lane, bytes);
      },
      linkMessage: (message) => {
        if (link.peer !== undefined) listener.linkMessage(link.peer, message);
      },
      measured: () => listener.measured(),
      ended: (end) => {
        const { peer } = link;
        this.#unproven.delete(link);
        if (this.#proven.delete(link) && peer !== undefined) listener.lost(link, peer);
        listener.ended(end);
      },
    });
    this.#unproven.set(link, clock.now());
    return true;
  }

  /** Closes everything without notifying the listener. */
  destroy(): void {
    for (const link of [...this.#unproven.keys(), ...this.#proven]) link.destroy();
    this.#unproven.clear();
    this.#proven.clear();
  }

  #makeRoom(): boolean {
    if (this.#unproven.size < maxIncoming) return true;
    for (const [oldest, since] of this.#unproven) {
      if (this.#options.clock.now() - since < patienceMs) return false;
      this.#drop(oldest);
      return true;
    }
    return true;
  }

  #dropLeast(): void {
    const links = [...this.#proven];
    const least = links.find(({ peer }) => peer?.access !== 'edit') ?? links[0];
    if (least === undefined) return;
    this.#drop(least);
    if (least.peer !== undefined) this.#options.listener.lost(least, least.peer);
  }

  #drop(link: Link): void {
    this.#unproven.delete(link);
    this.#proven.delete(link);
    link.destroy();
  }
}
