/** The addresses at which others can reach the host of this window, the best first. */

import { isLoopbackAddress } from '#app/mesh/discovery/host-address.ts';
import { isHostAddress, maxInviteHosts } from '#shared/invite/invite.ts';
import { type HostInfo, readHostInfo } from '#shared/signaling/host-info.ts';

/** Milliseconds to wait for an answer. */
const hostTimeoutMilliseconds = 3000;

/** Requests the addresses from the host of this page. @throws Error without an answer, or with an invalid one. */
export async function fetchHostInfo(): Promise<HostInfo> {
  const response = await fetch('/host.json', {
    cache: 'no-store',
    signal: AbortSignal.timeout(hostTimeoutMilliseconds),
  });
  if (!response.ok) throw new Error(`/host.json answered ${response.status}`);
  const info = readHostInfo(await response.json());
  if (info === undefined) throw new Error('/host.json is not from a Paxboard host');
  return info;
}

/**
 * Addresses to put into an invite, the best first: the one that this page came from, which is known to work, then
 * the others. Loopback only if there is no other.
 *
 * @param origin of this page; not used unless it is http or https.
 */
export function inviteAddresses(announced: readonly string[], origin: string): readonly string[] {
  const all = [origin, ...announced].map((address) => address.replace(/\/+$/, '')).filter(isHostAddress);
  const unique = [...new Set(all)];
  const reachable = unique.filter((address) => !isLoopbackAddress(address));
  return (reachable.length > 0 ? reachable : unique).slice(0, maxInviteHosts);
}
