/** Collects the requests of pages that leave this machine: no test of the browser project may have one. */

import { BlockList, isIPv4 } from 'node:net';
import type { BrowserContext, Page } from '@playwright/test';

/** RFC 1122, 1918 and 3927: the loopback, private networks, and addresses of one link. */
const nearby = new BlockList();
nearby.addSubnet('127.0.0.0', 8);
nearby.addSubnet('10.0.0.0', 8);
nearby.addSubnet('172.16.0.0', 12);
nearby.addSubnet('192.168.0.0', 16);
nearby.addSubnet('169.254.0.0', 16);

export class ForeignRequests {
  readonly #urls: string[] = [];

  watch(context: BrowserContext): void {
    // Requests that the page's policy blocks are reported as well.
    context.on('request', (request) => this.#check(request.url()));
    for (const page of context.pages()) this.#watchSockets(page);
    context.on('page', (page) => this.#watchSockets(page));
  }

  /** Their addresses. */
  all(): readonly string[] {
    return this.#urls;
  }

  #watchSockets(page: Page): void {
    page.on('websocket', (socket) => this.#check(socket.url()));
  }

  #check(url: string): void {
    if (!isOnThisMachine(url)) this.#urls.push(url);
  }
}

/** Addresses of this machine, on the loopback or on a private network, and content that is in the page. */
export function isOnThisMachine(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  if (['data:', 'blob:', 'about:', 'app:', 'file:', 'devtools:', 'chrome:'].includes(protocol)) return true;
  if (['localhost', '[::1]'].includes(hostname)) return true;
  // RFC 6762: only the link answers for such a name.
  return isIPv4(hostname) ? nearby.check(hostname) : hostname.endsWith('.local');
}
