/** The interface to the window's surroundings: the desktop app, or a browser with the served page. */

import type { Nearby } from '#app/session/device/network.ts';
import type { DesktopBridge } from '#shared/desktop/bridge.ts';
import type { HostInfo } from '#shared/signaling/host-info.ts';
import { fetchHostInfo, inviteAddresses } from './invites/addresses.ts';

declare global {
  interface Window {
    /** Only in the desktop app. */
    readonly paxboard?: DesktopBridge;
  }
}

export interface Host {
  /** For invites, the best first. Never fails: a failed request is logged to the console, and its addresses are left out. */
  addresses(): Promise<readonly string[]>;
  /** Base URLs of the signaling servers that this window uses by itself, without those in invites. */
  signaling(): Promise<readonly string[]>;
  /** This window's host, and the other hosts that it knows. @throws Error if it does not answer. */
  nearby(): Promise<Nearby>;
  /** @returns a function that ends it. */
  onJoinLink(callback: (link: string) => void): () => void;
}

export function hostOf(page: Window): Host {
  const bridge = page.paxboard;
  if (bridge === undefined) {
    const { origin } = page.location;
    return {
      addresses: async () =>
        inviteAddresses(await orNone(fetchHostInfo().then(({ addresses }) => addresses)), origin),
      signaling: async () => [origin],
      nearby: async () => nearbyOf(await fetchHostInfo()),
      onJoinLink: () => () => undefined,
    };
  }
  return {
    addresses: async () => inviteAddresses(await orNone(desktopAddresses(bridge)), ''),
    signaling: () => orNone(desktopSignaling(bridge)),
    nearby: async () => nearbyOf(await bridge.hostInfo()),
    onJoinLink: (callback) => bridge.onJoinLink(callback),
  };
}

function nearbyOf({ addresses, found = [] }: HostInfo): Nearby {
  return { announced: addresses, found };
}

/** Loopback comes last: without a network, other profiles on this machine can still be invited. */
async function desktopAddresses(bridge: DesktopBridge): Promise<readonly string[]> {
  const { addresses, port } = await bridge.hostInfo();
  return [...addresses, `http://127.0.0.1:${port}`];
}

/** The host runs in this process, so loopback reaches it on every network. */
async function desktopSignaling(bridge: DesktopBridge): Promise<readonly string[]> {
  const { port } = await bridge.hostInfo();
  return [`http://127.0.0.1:${port}`];
}

async function orNone(addresses: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await addresses;
  } catch (error) {
    console.warn('The host of this window could not be asked for its addresses.', error);
    return [];
  }
}
