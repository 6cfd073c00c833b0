/** Bounds how often one network address may do something, e.g. what costs the host a key agreement. */

import { BoundedMap } from '#shared/collections/bounded-map.ts';
import { networkOf } from './connections-per-address.ts';
import { TokenBucket } from './token-bucket.ts';

/** Addresses that are remembered, at most. */
const maxAddresses = 1024;

export interface RateLimits {
  readonly burst: number;
  readonly perSecond: number;
}

export class RatePerAddress {
  readonly #limits: RateLimits;
  readonly #now: () => number;
  readonly #buckets = new BoundedMap<string, TokenBucket>(maxAddresses);

  /** @param now a monotonic clock, milliseconds. */
  constructor(limits: RateLimits, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
  }

  allows(address: string): boolean {
    const network = networkOf(address);
    const { burst, perSecond } = this.#limits;
    const bucket = this.#buckets.get(network) ?? new TokenBucket(burst, perSecond, this.#now);
    this.#buckets.set(network, bucket);
    return bucket.take(1);
  }
}
