/** Multicast DNS on one network interface, by `bonjour-service`. */

import { EventEmitter } from 'node:events';
import { Bonjour } from 'bonjour-service';
import { type Announcement, serviceType } from './announcement.ts';

export interface MdnsListener {
  /** A device announced a service of our type; not validated. */
  received(service: unknown): void;
  /** It does not work on this interface. */
  failed(problem: Error): void;
}

export interface Mdns {
  /** Queries the network again. */
  ask(): void;
  /** Sends a goodbye, and closes the socket. */
  stop(): Promise<void>;
}

/** @param address IPv4 address of the interface. */
export type OpenMdns = (address: string, announcement: Announcement, listener: MdnsListener) => Mdns;

/** UDP port of mDNS (RFC 6762). */
export const mdnsPort = 5353;

/** A goodbye that cannot be sent must not block the program's end. */
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
    // Bound to every address, as multicast arrives at none of them in particular.
    const options = { interface: address, bind: '0.0.0.0', port };
    this.#bonjour = new Bonjour(options, (problem: Error) => listener.failed(problem));
    hearErrors(this.#bonjour, (problem) => listener.failed(problem));
    this.#bonjour.publish({
      // Random, so it is unique; the host's name would identify the machine.
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
   * Keeps its own list: the library reports a service only when it is new to the list, so one that was lost for a while
   * would never be reported again, and nothing else bounds the list.
   */
  ask(): void {
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

/** The library hides its socket; an unhandled error of it would end the process, e.g. when the port is taken. */
function hearErrors(bonjour: Bonjour, failed: (problem: Error) => void): void {
  const server: unknown = Reflect.get(bonjour, 'server');
  const mdns: unknown =
    typeof server === 'object' && server !== null ? Reflect.get(server, 'mdns') : undefined;
  if (!(mdns instanceof EventEmitter)) throw new Error('bonjour-service has changed: it has no server.mdns');
  mdns.on('error', failed);
  mdns.on('warning', (problem: NodeJS.ErrnoException) => {
    // Packets that are not DNS are warnings too.
    if (problem.syscall === 'addMembership') failed(problem);
  });
}
