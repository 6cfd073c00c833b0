/** What the desktop app offers its window as `window.paxboard`; in a browser there is none. */

import type { HostInfo } from '../signaling/host-info.ts';

export interface DesktopBridge {
  readonly platform: DesktopPlatform;
  /**
   * The host that runs inside this app.
   *
   * @throws Error with a sentence for a person if there is none, e.g. because no port was free.
   */
  hostInfo(): Promise<HostInfo>;
  /**
   * Calls back with each invite link that the app was opened with, those from before the call included, as it came:
   * `parseInvite` says what it is worth.
   *
   * @returns a function that ends it.
   */
  onJoinLink(callback: (link: string) => void): () => void;
}

export type DesktopPlatform = 'linux' | 'mac' | 'windows' | 'other';

/** Name of the bridge on `window`. */
export const desktopBridgeName = 'paxboard';
