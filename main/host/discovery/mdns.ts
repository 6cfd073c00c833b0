/** Multicast DNS on one network interface, by `bonjour-service`. */

import { EventEmitter } from 'node:events';
import { Bonjour } from 'bonjour-service';
import { type Announcement, serviceType } from './announcement.ts';

export interface MdnsListener {
  /** A device announced a service of our type; not validated. */
  received(service: unknown): void;
  /** Multicast does not work on this interface. */
  failed(problem: Error): void;
}

export interface Mdns {
  /** Queries the network again. */
  query(): void;
  /** Sends a goodbye, and closes the socket. */
  stop(): Promise<void>;
}

/** @param address IPv4 address of the interface. */
export type OpenMdns = (address: string, announcement: Announcement, listener: MdnsListener) => Mdns;

/** UDP port of mDNS (RFC 6762). */
export const mdnsPort = 5353;

/** The longest wait for a goodbye: one that cannot be sent must not block the program's end. */
const goodbyeMilliseconds = 500;

/** @param port a value other than {@link mdnsPort} isolates tests from the network. */
export function openMdns(port: number = mdnsPort): OpenMdns {
  return (address, announcement, listener) => new BonjourMdns(address, port, announcement, listener);
}

class BonjourMdns implements Mdns {
  readonly #bonjour: Bonjour;
  readonly #listener: MdnsListener;
  #browser: ReturnType<Bonjour['find']>;

  constructor(
    address: string,
    port: number,
    { id, port: hostPort, protocol }: Announcement,
    listener: MdnsListener,
  ) {
    this.#listener = listener;
    // Bound to all addresses, because a socket bound to one address receives no multicast.
    const options = { interface: address, bind: '0.0.0.0', port };
    this.#bonjour = new Bonjour(options, (problem: Error) => listener.failed(problem));
    forwardErrors(this.#bonjour, (problem) => listener.failed(problem));
    this.#bonjour.publish({
      // A random name is unique; the host's name would identify the machine.
      name: id,
      host: `${id}.local`,
      type: serviceType,
      port: hostPort,
      txt: { id, v: String(protocol) },
      probe: false,
      disableIPv6: true,
    });
    this.#browser = this.#browse();
  }

  /**
   * Starts a new browser with an empty list. The library reports only services that are new to its list, so it would never
   * report a lost one again, and it does not bound the list.
   */
  query(): void {
    this.#browser.stop();
    this.#browser.removeAllListeners();
    this.#browser = this.#browse();
  }

  async stop(): Promise<void> {
    this.#browser.stop();
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, goodbyeMilliseconds);
      this.#bonjour.unpublishAll(() => {
        clearTimeout(deadline);
        resolve();
      });
    });
    this.#bonjour.destroy();
  }

  #browse(): ReturnType<Bonjour['find']> {
    const browser = this.#bonjour.find({ type: serviceType });
    const receive = (service: unknown) => this.#listener.received(service);
    browser.on('up', receive);
    browser.on('srv-update', receive);
    browser.on('txt-update', receive);
    return browser;
  }
}

/** The library hides its socket. An unhandled error of it, e.g. for a taken port, would end the process. */
function forwardErrors(bonjour: Bonjour, failed: (problem: Error) => void): void {
  const server: unknown = Reflect.get(bonjour, 'server');
  const mdns: unknown =
    typeof server === 'object' && server !== null ? Reflect.get(server, 'mdns') : undefined;
  if (!(mdns instanceof EventEmitter)) throw new Error('bonjour-service has changed: it has no server.mdns');
  mdns.on('error', failed);
  mdns.on('warning', (problem: NodeJS.ErrnoException) => {
    // Malformed packets are warnings as well.
    if (problem.syscall === 'addMembership') failed(problem);
  });
}
