/**
 * Every signaling server that this device knows of, from wherever, and how each is doing.
 *
 * It is bounded: the least useful is dropped first. What a person typed is kept until they take it back; what this device
 * once met is kept as long as it still answers now and then; what only somebody else speaks of is given up if it never does.
 *
 * Anybody on the network can announce hosts, and any member can speak of some. Such **discovered** ones are asked after those
 * that this device or a person named, never push those out, and come first in nothing that is handed on.
 */

import { maxAddressesPerFrame } from '#shared/wire/hosts.ts';
import type { SignalingState } from '../transport.ts';
import { isLoopbackAddress, normalHostAddress } from './host-address.ts';

/**
 * `own`: the host inside this app, or the one that served this page. `found`: by mDNS. `peer`: another device of the board
 * spoke of it. `remembered`: met earlier.
 */
export const hostSources = ['own', 'typed', 'invite', 'remembered', 'found', 'peer'] as const;
export type HostSource = (typeof hostSources)[number];

/** Addresses known at the same time, at most. */
export const maxKnownHosts = 16;

/** Of these, discovered and nothing else, at most, where there is no room for all. */
export const maxDiscoveredHosts = 8;

/** Typed by a person and kept, at most. */
export const maxTypedHosts = 8;

/** An address that never answered, and that only others speak of, is given up after this long. Milliseconds. */
export const hopelessMs = 5 * 60_000;

/** A host that was not met for this long is no longer remembered. Milliseconds. */
export const forgottenMs = 30 * 24 * 3_600_000;

export type HostState =
  /** No board is open, so nothing is asked of it. */
  | { readonly status: 'unused' }
  /** The same host as at another address, which is in use. */
  | { readonly status: 'duplicate'; readonly of: string }
  | SignalingState;

export interface KnownHost {
  readonly address: string;
  /** The best first. */
  readonly sources: readonly HostSource[];
  readonly state: HostState;
}

export interface RememberedHost {
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly metAt: number;
}

interface Entry {
  readonly address: string;
  readonly sources: Set<HostSource>;
  /** Somebody else spoke of it before this device had met it. */
  readonly wasDiscovered: boolean;
  state: HostState;
  hostId: string | undefined;
  /** Since when it has been known without having been met. */
  since: number;
  metAt: number | undefined;
}

export class HostBook {
  /** Wall clock, milliseconds since 1970. */
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  /** Addresses of this device's own host on the network, for others. */
  #announced: readonly string[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The most useful first. */
  list(): readonly KnownHost[] {
    const ranked = this.#ranked();
    return ranked.map((entry) => {
      const of = duplicateOf(entry, ranked);
      return {
        address: entry.address,
        sources: hostSources.filter((source) => entry.sources.has(source)),
        state: of === undefined ? entry.state : { status: 'duplicate', of },
      };
    });
  }

  /** Addresses to connect to, the first first. Discovered ones wait until those that were named have answered, or failed. */
  wanted(): readonly string[] {
    const ranked = this.#ranked();
    const isEarly = ranked.some((entry) => isNamed(entry) && isOnItsWay(entry));
    return ranked
      .filter((entry) => !isEarly || !isDiscovered(entry) || entry.state.status !== 'unused')
      .filter((entry) => duplicateOf(entry, ranked) === undefined)
      .map(({ address }) => address);
  }

  /** All that a source knows now; what it said before and does not say now is taken back. */
  set(source: HostSource, hosts: readonly { readonly address: string; readonly id?: string }[]): void {
    const told = new Map<string, string | undefined>();
    for (const { address, id } of hosts) {
      const normal = normalHostAddress(address);
      if (normal !== undefined) told.set(normal, id);
    }
    for (const entry of [...this.#entries.values()]) {
      if (!told.has(entry.address)) this.#takeBack(entry, source);
    }
    for (const [address, id] of told) this.#put(source, address, id);
    this.#changed();
  }

  /** One more of a source. */
  add(source: HostSource, address: string): void {
    const normal = normalHostAddress(address);
    if (normal === undefined) return;
    this.#put(source, normal, undefined);
    this.#changed();
  }

  /** Whatever else knows of it goes on doing so. */
  remove(source: HostSource, address: string): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    this.#takeBack(entry, source);
    this.#changed();
  }

  /** Hosts that were met in earlier runs. */
  remember(hosts: readonly RememberedHost[]): void {
    for (const { address, metAt } of hosts) {
      const normal = normalHostAddress(address);
      if (normal === undefined || this.#now() - metAt > forgottenMs) continue;
      const entry = this.#put('remembered', normal, undefined);
      entry.metAt = Math.max(entry.metAt ?? 0, metAt);
    }
    this.#changed();
  }

  /** For the storage: what was met, without this device's own host. */
  met(): readonly RememberedHost[] {
    return this.#ranked().flatMap(({ address, sources, metAt }) =>
      metAt === undefined || sources.has('own') ? [] : [{ address, metAt }],
    );
  }

  /** @param hostId as the host said, if it did. */
  note(address: string, state: HostState, hostId?: string): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    entry.state = state;
    if (state.status === 'connected') {
      entry.metAt = this.#now();
      entry.hostId = hostId;
      entry.sources.add('remembered');
    }
    this.#changed();
  }

  /** The host says who it is, before this device joins anything there. */
  greeted(address: string, hostId: string | undefined): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    entry.hostId = hostId;
    entry.state = { status: 'connecting' };
    this.#changed();
  }

  /** Gives up what never answered. */
  tidy(): void {
    const count = this.#entries.size;
    for (const entry of [...this.#entries.values()]) {
      const isHearsay = [...entry.sources].every((source) => source === 'peer');
      if (!isHearsay || entry.metAt !== undefined) continue;
      if (this.#now() - entry.since > hopelessMs) this.#entries.delete(entry.address);
    }
    if (this.#entries.size !== count) this.#changed();
  }

  setAnnounced(addresses: readonly string[]): void {
    this.#announced = addresses;
    this.#changed();
  }

  /**
   * What other devices should hear of: hosts that work, at addresses that mean the same on their machines. Loopback only
   * if there is nothing else, for then everyone is on this machine.
   */
  toTell(): readonly string[] {
    const working = this.#ranked()
      .filter(({ state }) => state.status === 'connected')
      .map(({ address }) => address);
    const all = [...new Set([...this.#announced, ...working])];
    const reachable = all.filter((address) => !isLoopbackAddress(address));
    return (reachable.length > 0 ? reachable : all).slice(0, maxAddressesPerFrame);
  }

  /**
   * Those of `addresses` that may come first where something is handed on, such as in an invite, whose first address is where
   * its page comes from: this device's own host, and what a person typed, unless it is known to fail.
   */
  leading(addresses: readonly string[]): readonly string[] {
    return addresses.filter((address) => {
      const entry = this.#entries.get(address);
      if (entry?.state.status === 'failing') return false;
      const isOwn = entry?.sources.has('own') === true || this.#announced.includes(address);
      return isOwn || entry?.sources.has('typed') === true;
    });
  }

  #put(source: HostSource, address: string, id: string | undefined): Entry {
    const entry: Entry = this.#entries.get(address) ?? {
      address,
      sources: new Set(),
      wasDiscovered: source === 'found' || source === 'peer',
      state: { status: 'unused' },
      hostId: undefined,
      since: this.#now(),
      metAt: undefined,
    };
    entry.sources.add(source);
    if (id !== undefined) entry.hostId = id;
    this.#entries.set(address, entry);
    while (this.#entries.size > maxKnownHosts) this.#dropLeast();
    return entry;
  }

  #dropLeast(): void {
    const ranked = this.#ranked();
    const discovered = ranked.filter(isDiscovered);
    const least = discovered.length > maxDiscoveredHosts ? discovered.at(-1) : ranked.at(-1);
    if (least !== undefined) this.#entries.delete(least.address);
  }

  #takeBack(entry: Entry, source: HostSource): void {
    entry.sources.delete(source);
    if (entry.sources.size === 0) this.#entries.delete(entry.address);
  }

  #ranked(): readonly Entry[] {
    return [...this.#entries.values()].sort(
      (a, b) => rank(a) - rank(b) || (b.metAt ?? 0) - (a.metAt ?? 0) || a.since - b.since,
    );
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

/** One that works is worth as much as what this device met before, wherever it comes from. */
function rank({ sources, state }: Entry): number {
  const best = hostSources.findIndex((source) => sources.has(source));
  return state.status === 'connected' ? Math.min(best, hostSources.indexOf('remembered')) : best;
}

/** By this device, a person, or the invite that they followed. */
function isNamed({ sources }: Entry): boolean {
  return sources.has('own') || sources.has('typed') || sources.has('invite');
}

function isDiscovered(entry: Entry): boolean {
  return entry.wasDiscovered && !isNamed(entry);
}

function isOnItsWay({ state }: Entry): boolean {
  return state.status === 'unused' || state.status === 'connecting';
}

/**
 * The address of a better entry for the same host. Only one that is connected, or about to be, counts: should it fail,
 * this one is tried again. (A hostile host can claim another's id; it only ever hides hosts that rank below it.)
 */
function duplicateOf(entry: Entry, ranked: readonly Entry[]): string | undefined {
  if (entry.hostId === undefined) return undefined;
  const better = ranked.slice(0, ranked.indexOf(entry)).filter(({ hostId }) => hostId === entry.hostId);
  return better.find(({ state }) => state.status === 'connected' || state.status === 'connecting')?.address;
}
