/** Disables features of Chromium that prevent connections between devices on one network. */

/**
 * - `WebRtcHideLocalIpsWithMdns`: addresses in signals become names that many networks do not resolve. The signals are sealed.
 * - `LocalNetworkAccessChecks`: a page of a custom scheme may not reach signaling servers on the network.
 */
const unwanted = ['WebRtcHideLocalIpsWithMdns', 'LocalNetworkAccessChecks'];

/**
 * The value of the flag `disable-features`, of which Chromium uses only one occurrence.
 *
 * @param present the value on the command line; empty if absent.
 */
export function disabledFeatures(present: string): string {
  const features = present.split(',').map((feature) => feature.trim());
  return [...new Set([...features, ...unwanted])].filter((feature) => feature !== '').join(',');
}
