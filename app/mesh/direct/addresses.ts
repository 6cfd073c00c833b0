/** The addresses of one device at the signaling servers, as these name it. */

import type { SignalingTransport } from '../signaling/signaling-transport.ts';

/** Addresses of one device, at most; the oldest are evicted first. */
const maxAddresses = 16;

export interface Address {
  readonly signaling: SignalingTransport;
  readonly address: string;
}

export class Addresses {
  readonly #order: (signaling: SignalingTransport) => number;
  /** Latest last. */
  #known: readonly Address[] = [];

  /** @param order the priority of a server: the one with the lower number is used first. */
  constructor(order: (signaling: SignalingTransport) => number) {
    this.#order = order;
  }

  get isEmpty(): boolean {
    return this.#known.length === 0;
  }

  /** The oldest one. */
  get first(): Address | undefined {
    return this.#known[0];
  }

  has({ signaling, address }: Address): boolean {
    return this.#known.some((known) => known.signaling === signaling && known.address === address);
  }

  /** Whether a server other than `signaling` names the device. */
  isElsewhere(signaling: SignalingTransport): boolean {
    return this.#known.some((known) => known.signaling !== signaling);
  }

  at(signaling: SignalingTransport): readonly string[] {
    return this.#known.filter((known) => known.signaling === signaling).map((known) => known.address);
  }

  /** Adds an unknown address as the latest. */
  add(address: Address): void {
    this.#known = [...this.#known, address].slice(-maxAddresses);
  }

  /** Removes `address` at `signaling`; without one, all there. @returns whether any was known. */
  remove(signaling: SignalingTransport, address?: string): boolean {
    const kept = this.#known.filter(
      (known) => known.signaling !== signaling || (address !== undefined && known.address !== address),
    );
    const hasRemoved = kept.length < this.#known.length;
    this.#known = kept;
    return hasRemoved;
  }

  clear(): void {
    this.#known = [];
  }

  /**
   * Of the reachable ones: the latest at the first server. Each failed attempt moves on by one, as an address may be
   * stale, or invented.
   */
  next(failedAttempts: number): Address | undefined {
    const reachable = this.#known
      .filter((known) => known.signaling.address() !== undefined)
      .reverse()
      .sort((a, b) => this.#order(a.signaling) - this.#order(b.signaling));
    return reachable[failedAttempts % Math.max(1, reachable.length)];
  }
}
