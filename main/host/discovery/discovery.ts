/**
 * Discovers the other hosts of the network, and announces this one.
 *
 * Announcements are unauthenticated, and a killed host sends no goodbye. So a host counts as found only while it
 * answers `/health` with the announced id.
 */

import type { FoundHost, Health } from '#shared/signaling/host-info.ts';
import { maxFoundHosts } from '#shared/signaling/host-info.ts';
import { baseUrl } from './addresses.ts';
import { type Announced, type Announcement, readAnnounced } from './announcement.ts';
import type { Mdns, OpenMdns } from './mdns.ts';

export interface DiscoveryOptions {
  readonly announcement: Announcement;
  readonly open: OpenMdns;
  /** IPv4 addresses of the interfaces to use; called in each round. */
  readonly interfaces: () => readonly string[];
  /** @returns undefined if no host responds there. Never rejects. */
  readonly probe: (url: string) => Promise<Health | undefined>;
  /** Called for the first failure only; the message is for a person. */
  readonly report: (problem: Error) => void;
}

/** The interval of rounds, milliseconds. */
export const refreshMilliseconds = 5000;

/** Consecutive rounds without a response after which a host is dropped. */
export const maxMissedProbes = 2;

/** Interfaces in use, at most. */
const maxInterfaces = 8;

/** Concurrent checks of announcements, at most; further announcements are dropped, and their senders repeat them. */
const maxChecks = 8;

interface Found extends FoundHost {
  missed: number;
}

export class Discovery {
  readonly #options: DiscoveryOptions;
  readonly #links = new Map<string, Mdns>();
  readonly #found = new Map<string, Found>();
  readonly #checks = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #hasReported = false;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  start(): void {
    void this.refresh();
    this.#timer = setInterval(() => void this.refresh(), refreshMilliseconds);
    this.#timer.unref();
  }

  /** Hosts that respond, at most {@link maxFoundHosts}. */
  found(): readonly FoundHost[] {
    return [...this.#found.values()].map(({ id, address }) => ({ id, address }));
  }

  /** Follows changes of the interfaces, queries the network, and probes the found hosts. */
  async refresh(): Promise<void> {
    if (this.#stopped) return;
    const wanted = new Set(this.#options.interfaces().slice(0, maxInterfaces));
    for (const [address, link] of [...this.#links]) {
      if (!wanted.has(address)) this.#close(address, link);
    }
    for (const link of this.#links.values()) link.query();
    for (const address of wanted) if (!this.#links.has(address)) this.#open(address);
    await Promise.all([...this.#found.values()].map((host) => this.#check(host)));
  }

  /** Resolves when all announcements received so far are checked; for tests. */
  async settled(): Promise<void> {
    while (this.#checks.size > 0) await Promise.all(this.#checks.values());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    const links = [...this.#links.values()];
    this.#links.clear();
    this.#found.clear();
    await Promise.all(links.map((link) => link.stop()));
  }

  #open(address: string): void {
    try {
      let link: Mdns | undefined;
      link = this.#options.open(address, this.#options.announcement, {
        received: (service) => this.#received(service),
        failed: (problem) => {
          if (link !== undefined && this.#links.get(address) === link) this.#close(address, link);
          this.#fail(problem);
        },
      });
      this.#links.set(address, link);
    } catch (error) {
      this.#fail(error);
    }
  }

  #close(address: string, link: Mdns): void {
    this.#links.delete(address);
    void link.stop().catch((error: unknown) => this.#fail(error));
  }

  /** Reports the first failure. Every round retries. */
  #fail(error: unknown): void {
    if (this.#hasReported || this.#stopped) return;
    this.#hasReported = true;
    const why = error instanceof Error ? error.message : String(error);
    this.#options.report(
      new Error(
        `other hosts on the network cannot be discovered automatically (${why}). ` +
          'Invites and typed addresses still work. Paxboard keeps trying.',
      ),
    );
  }

  #received(service: unknown): void {
    const announced = readAnnounced(service);
    if (announced === undefined || this.#stopped) return;
    const { id, protocol } = announced;
    const own = this.#options.announcement;
    if (id === own.id || protocol !== own.protocol) return;
    if (this.#found.has(id) || this.#checks.has(id) || this.#checks.size >= maxChecks) return;
    if (this.#found.size >= maxFoundHosts) return;
    this.#checks.set(
      id,
      this.#verify(announced).finally(() => this.#checks.delete(id)),
    );
  }

  async #verify({ id, port, addresses }: Announced): Promise<void> {
    for (const address of addresses) {
      if (!this.#mayProbe(address)) continue;
      const url = baseUrl(address, port);
      const health = await this.#options.probe(url);
      if (health?.host !== id) continue;
      if (!this.#stopped && this.#found.size < maxFoundHosts)
        this.#found.set(id, { id, address: url, missed: 0 });
      return;
    }
  }

  /** An announcement may not direct probes to ports of this machine, unless this host listens on loopback. */
  #mayProbe(address: string): boolean {
    return !address.startsWith('127.') || this.#options.interfaces().some((one) => one.startsWith('127.'));
  }

  async #check(host: Found): Promise<void> {
    const health = await this.#options.probe(host.address);
    if (health?.host === host.id) {
      host.missed = 0;
      return;
    }
    host.missed += 1;
    // A response with another id comes from another program at this port.
    if (health !== undefined || host.missed >= maxMissedProbes) this.#found.delete(host.id);
  }
}
