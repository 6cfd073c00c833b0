/** The window's permissions. Everything not named here is denied. */

import { isOwnUrl } from './navigation.ts';

/**
 * Requested by the page, with a lasting answer: copying an invite, signaling servers on the local network, and storage
 * that the system does not clear automatically.
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
 * Checked by Chromium without a request. `media` is granted here and never on request: no camera or microphone is ever
 * opened, but without it WebRTC finds no addresses on a network without a default route.
 */
export function isGranted(permission: string, page: string): boolean {
  return (permission === 'media' || requestable.has(permission)) && isOwnUrl(page);
}
