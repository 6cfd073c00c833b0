/** The window's permissions. All others are denied. */

import { isOwnUrl } from './navigation.ts';

/**
 * Permissions that the page may request: copying an invite, signaling servers on the local network, and storage that the
 * system does not clear automatically.
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
 * The reply to Chromium's own checks. `media` is granted here and never on request: the page opens no camera or
 * microphone, but without it WebRTC gathers no addresses on a network without a default route.
 */
export function isGranted(permission: string, page: string): boolean {
  return (permission === 'media' || requestable.has(permission)) && isOwnUrl(page);
}
