/** The hosts through which this device finds others: the book of hosts, its stored part, and a person's changes. */

import equal from 'fast-deep-equal';
import type { Clock } from '#app/clock/clock.ts';
import { type AddressFault, readTypedAddress } from '#app/mesh/discovery/host-address.ts';
import { HostBook, type KnownHost, maxTypedHosts } from '#app/mesh/discovery/host-book.ts';
import { maxInviteHosts } from '#shared/invite/invite.ts';
import type { FoundHost } from '#shared/signaling/host-info.ts';

/** The reply of this window's host. */
export interface Nearby {
  /** Its own addresses on the network. */
  readonly announced: readonly string[];
  readonly found: readonly FoundHost[];
}

export type AddressRefusal = AddressFault | 'full';

export interface NetworkSettings {
  /** The same object until something in it changes; the most useful first. */
  hosts(): readonly KnownHost[];
  /** For an invite, out of the addresses of this window's host: those that work, and other hosts that others can reach. */
  forInvites(own: readonly string[]): readonly string[];
  /** @returns a function that ends the subscription. */
  subscribe(listener: () => void): () => void;
  /** Reads what is remembered, and asks the host of this window; for a page that only shows it. */
  look(): Promise<void>;
  /** Takes an address that a person typed. @returns why not, if not. */
  add(text: string): Promise<AddressRefusal | undefined>;
  /** Forgets what was typed or remembered. Addresses that are discovered or part of an invite are added again. */
  remove(address: string): Promise<void>;
}

/** The stored part. */
export interface NetworkRecord {
  readonly version: 1;
  /** Addresses typed by a person. */
  readonly typed: readonly string[];
  /** The hosts at which this device met others; milliseconds since 1970. */
  readonly met: readonly { readonly address: string; readonly metAt: number }[];
}

/** This device's memory of hosts. */
export interface NetworkMemory {
  network(): Promise<NetworkRecord>;
  setNetwork(record: NetworkRecord): Promise<void>;
}

export interface NetworkOptions {
  readonly records: NetworkMemory;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  readonly clock: Clock;
  readonly nearby: () => Promise<Nearby>;
  /** Base URLs of the hosts that this window uses by itself. */
  readonly own: () => Promise<readonly string[]>;
  readonly warn: (text: string) => void;
}

/** How often the host of this window is asked what it has found, while a board is open. Milliseconds. */
export const nearbyMs = 5000;

export class Network implements NetworkSettings {
  readonly #options: NetworkOptions;
  readonly #book: HostBook;
  readonly #typed = new Set<string>();
  #hosts: readonly KnownHost[] = [];
  #loading: Promise<void> | undefined;
  #kept = '';
  #saving: Promise<void> = Promise.resolve();
  #cancelLook: () => void = () => undefined;

  constructor(options: NetworkOptions) {
    this.#options = options;
    this.#book = new HostBook(options.now);
    this.#book.subscribe(() => this.#saveWhatWasMet());
  }

  hosts(): readonly KnownHost[] {
    const hosts = this.#book.list();
    if (!equal(hosts, this.#hosts)) this.#hosts = hosts;
    return this.#hosts;
  }

  forInvites(own: readonly string[]): readonly string[] {
    const failing = this.#book.list().filter(({ state }) => state.status === 'failing');
    const working = own.filter((address) => !failing.some((host) => host.address === address));
    const gossip = this.#book.toGossip();
    // The page of an invite comes from its first address, which gossip must not determine.
    const leading = [...working, ...this.#book.leading(gossip)];
    // An own address that may come back is better than one known only by gossip.
    const all = leading.length > 0 ? [...leading, ...gossip] : own;
    return [...new Set(all)].slice(0, maxInviteHosts);
  }

  subscribe(listener: () => void): () => void {
    return this.#book.subscribe(listener);
  }

  async look(): Promise<void> {
    await this.#load();
    await this.#askOwn();
    await this.#askNearby();
  }

  async add(text: string): Promise<AddressRefusal | undefined> {
    const read = readTypedAddress(text);
    if (!read.ok) return read.fault;
    await this.#load();
    if (!this.#typed.has(read.address) && this.#typed.size >= maxTypedHosts) return 'full';
    this.#typed.add(read.address);
    this.#book.add('typed', read.address);
    await this.#save();
    return undefined;
  }

  async remove(address: string): Promise<void> {
    await this.#load();
    this.#typed.delete(address);
    for (const source of ['typed', 'remembered', 'peer'] as const) this.#book.remove(source, address);
    await this.#save();
  }

  /** A board is opened: its hosts count as well, and discovery continues. */
  async enter(own: readonly string[], invited: readonly string[]): Promise<HostBook> {
    await this.#load();
    this.#book.set('own', asHosts(own));
    this.#book.set('invite', asHosts(invited));
    this.#followNearby();
    return this.#book;
  }

  /** The board is closed. */
  leave(): void {
    this.#cancelLook();
    this.#book.set('invite', []);
    this.#book.set('peer', []);
  }

  #followNearby(): void {
    this.#cancelLook();
    void this.#askNearby();
    this.#cancelLook = this.#options.clock.after(nearbyMs, () => this.#followNearby());
  }

  async #askOwn(): Promise<void> {
    try {
      this.#book.set('own', asHosts(await this.#options.own()));
    } catch (error) {
      this.#options.warn(`The signaling servers are not known: ${String(error)}`);
    }
  }

  async #askNearby(): Promise<void> {
    try {
      const { announced, found } = await this.#options.nearby();
      this.#book.setAnnounced(announced);
      this.#book.set('found', found);
    } catch {
      // It is down, as its own entry shows. The hosts that it discovered may still be up, so they stay.
    }
    this.#book.tidy();
  }

  #load(): Promise<void> {
    this.#loading ??= this.#read();
    return this.#loading;
  }

  async #read(): Promise<void> {
    const { typed, met } = await this.#options.records.network();
    this.#kept = addressesOf(met);
    for (const address of typed) {
      this.#typed.add(address);
      this.#book.add('typed', address);
    }
    this.#book.remember(met);
  }

  /** The set of met hosts changes rarely; their times are written along with it, and may be older. */
  #saveWhatWasMet(): void {
    if (this.#loading === undefined) return;
    const met = addressesOf(this.#book.met());
    if (met === this.#kept) return;
    this.#kept = met;
    void this.#save();
  }

  /** One after another, each with the state at its turn. */
  #save(): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      const record: NetworkRecord = { version: 1, typed: [...this.#typed], met: [...this.#book.met()] };
      try {
        await this.#options.records.setNetwork(record);
      } catch (error) {
        this.#options.warn(`The addresses of hosts could not be saved: ${String(error)}`);
      }
    });
    return this.#saving;
  }
}

function asHosts(addresses: readonly string[]): readonly { readonly address: string }[] {
  return addresses.map((address) => ({ address }));
}

function addressesOf(hosts: readonly { readonly address: string }[]): string {
  return hosts
    .map(({ address }) => address)
    .sort()
    .join(' ');
}
