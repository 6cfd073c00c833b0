/** What the window may ask of the system. Everything that is not named here is denied. */

import { isOwnUrl } from './navigation.ts';

/**
 * Asked for by the page, with an answer that lasts: copying an invite, signaling servers on the local network, and
 * storage that the system does not clear by itself.
 */
const requestable = new Set([
  'clipboard-sanitized-write',
  'local-network',
  'local-network-access',
  'loopback-network',
  'persistent-storage',
]);

export function mayRequest(permission: string, page: string): boolean {
  return requestable.has(permission) && isOwnUrl(page);
}

/**
 * Looked up by Chromium without asking. `media` is granted here and never on request: no camera or microphone is ever
 * opened, but without it WebRTC finds no addresses on a network that has no way to the internet.
 */
export function isGranted(permission: string, page: string): boolean {
  return (permission === 'media' || requestable.has(permission)) && isOwnUrl(page);
}
