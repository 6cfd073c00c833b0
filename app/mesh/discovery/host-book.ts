/**
 * All signaling servers known to this device, from all sources, with their states.
 *
 * Bounded: the least useful entry is evicted first. Typed addresses stay until the person removes them; met ones stay
 * while they reply now and then; gossiped ones are dropped if they never do.
 *
 * Any device on the network can announce hosts, and any member can gossip them. Such **discovered** hosts are tried
 * after named ones, never evict those, and never come first in an invite.
 */

import { Emitter } from '#app/emitter/emitter.ts';
import { maxAddressesPerFrame } from '#shared/wire/hosts.ts';
import type { SignalingState } from '../transport.ts';
import { isLoopbackAddress, normalHostAddress } from './host-address.ts';

/**
 * `own`: the host inside this app, or the one that served this page. `found`: by mDNS. `peer`: gossiped by another
 * device of the board. `remembered`: met earlier.
 */
export const hostSources = ['own', 'typed', 'invite', 'remembered', 'found', 'peer'] as const;
export type HostSource = (typeof hostSources)[number];

/** Addresses known at the same time, at most. */
export const maxKnownHosts = 16;

/** Addresses that are only discovered, at most, if there is no room for all. */
export const maxDiscoveredHosts = 8;

/** Typed addresses that are kept, at most. */
export const maxTypedHosts = 8;

/** Time after which a gossiped address that never replied is dropped, milliseconds. */
export const hopelessMs = 5 * 60_000;

/** Time after which a host that was not met is forgotten, milliseconds. */
export const forgottenMs = 30 * 24 * 3_600_000;

export type HostState =
  /** No board is open, so it is not contacted. */
  | { readonly status: 'unused' }
  /** The same host as at another address, which is in use. */
  | { readonly status: 'duplicate'; readonly of: string }
  | SignalingState;

export interface KnownHost {
  readonly address: string;
  /** Best first. */
  readonly sources: readonly HostSource[];
  readonly state: HostState;
  /** It keeps votes for boards. */
  readonly lends?: true;
}

export interface RememberedHost {
  readonly address: string;
  /** Milliseconds since the Unix epoch. */
  readonly metAt: number;
}

interface Entry {
  readonly address: string;
  readonly sources: Set<HostSource>;
  /** Whether it was gossiped or announced before this device had met it. */
  readonly wasDiscovered: boolean;
  state: HostState;
  hostId: string | undefined;
  lends: boolean;
  /** When it became known without having been met. */
  since: number;
  metAt: number | undefined;
}

export class HostBook {
  /** Wall clock, milliseconds since the Unix epoch. */
  readonly #now: () => number;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Emitter<void>();
  /** Addresses of this device's own host on the network, for peers. */
  #announced: readonly string[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns a function that unsubscribes. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener);
  }

  /** Most useful first. */
  list(): readonly KnownHost[] {
    const ranked = this.#ranked();
    return ranked.map((entry) => {
      const of = duplicateOf(entry, ranked);
      return {
        address: entry.address,
        sources: hostSources.filter((source) => entry.sources.has(source)),
        state: of === undefined ? entry.state : { status: 'duplicate', of },
        ...(entry.lends ? { lends: true as const } : {}),
      };
    });
  }

  /** Addresses to connect to, in order. Discovered ones wait until named ones have replied or failed. */
  wanted(): readonly string[] {
    const ranked = this.#ranked();
    const isEarly = ranked.some((entry) => isNamed(entry) && isOnItsWay(entry));
    return ranked
      .filter((entry) => !isEarly || !isDiscovered(entry) || entry.state.status !== 'unused')
      .filter((entry) => duplicateOf(entry, ranked) === undefined)
      .map(({ address }) => address);
  }

  /** Replaces everything that a source knows. */
  set(source: HostSource, hosts: readonly { readonly address: string; readonly id?: string }[]): void {
    const normalized = new Map<string, string | undefined>();
    for (const { address, id } of hosts) {
      const normal = normalHostAddress(address);
      if (normal !== undefined) normalized.set(normal, id);
    }
    for (const entry of [...this.#entries.values()]) {
      if (!normalized.has(entry.address)) this.#takeBack(entry, source);
    }
    for (const [address, id] of normalized) this.#put(source, address, id);
    this.#changed();
  }

  /** Adds an address of a source. */
  add(source: HostSource, address: string): void {
    const normal = normalHostAddress(address);
    if (normal === undefined) return;
    this.#put(source, normal, undefined);
    this.#changed();
  }

  /** Removes an address of a source; other sources keep it. */
  remove(source: HostSource, address: string): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    this.#takeBack(entry, source);
    this.#changed();
  }

  /** Adds hosts that were met in earlier runs. */
  remember(hosts: readonly RememberedHost[]): void {
    for (const { address, metAt } of hosts) {
      const normal = normalHostAddress(address);
      if (normal === undefined || this.#now() - metAt > forgottenMs) continue;
      const entry = this.#put('remembered', normal, undefined);
      entry.metAt = Math.max(entry.metAt ?? 0, metAt);
    }
    this.#changed();
  }

  /** The met hosts for the storage, without this device's own. */
  met(): readonly RememberedHost[] {
    return this.#ranked().flatMap(({ address, sources, metAt }) =>
      metAt === undefined || sources.has('own') ? [] : [{ address, metAt }],
    );
  }

  /** @param hostId the id that the host sent, if any. */
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

  /** The host has sent its id, and whether it keeps votes, before this device joins a topic there. */
  greeted(
    address: string,
    { hostId, lends }: { readonly hostId: string | undefined; readonly lends: boolean },
  ): void {
    const entry = this.#entries.get(address);
    if (entry === undefined) return;
    entry.hostId = hostId;
    entry.lends = lends;
    entry.state = { status: 'connecting' };
    this.#changed();
  }

  /** Drops hosts that never replied. */
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
   * Hosts to gossip: working ones, at addresses that are valid on other machines. Loopback only if there is no other,
   * as all peers are on this machine then.
   */
  toGossip(): readonly string[] {
    const working = this.#ranked()
      .filter(({ state }) => state.status === 'connected')
      .map(({ address }) => address);
    const all = [...new Set([...this.#announced, ...working])];
    const reachable = all.filter((address) => !isLoopbackAddress(address));
    return (reachable.length > 0 ? reachable : all).slice(0, maxAddressesPerFrame);
  }

  /**
   * The part of `addresses` that may come first in an invite, whose first address serves the page: this device's own
   * host, and typed ones, unless known to fail.
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
      lends: false,
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
    this.#listeners.emit();
  }
}

/** A connected host ranks like a met one, whatever its source. */
function rank({ sources, state }: Entry): number {
  const best = hostSources.findIndex((source) => sources.has(source));
  return state.status === 'connected' ? Math.min(best, hostSources.indexOf('remembered')) : best;
}

/** By this device, a person, or the invite that the person followed. */
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
 * The address of a better entry for the same host. Only one that is connected, or about to be, counts: if it fails,
 * this one is retried. (A hostile host can claim another's id; it only hides hosts that rank below it.)
 */
function duplicateOf(entry: Entry, ranked: readonly Entry[]): string | undefined {
  if (entry.hostId === undefined) return undefined;
  const better = ranked.slice(0, ranked.indexOf(entry)).filter(({ hostId }) => hostId === entry.hostId);
  return better.find(({ state }) => state.status === 'connected' || state.status === 'connecting')?.address;
}
