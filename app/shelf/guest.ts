/**
 * Whether this page is a guest of another computer: it came over plain HTTP from an address that is not this computer's own.
 * Whoever has that address tomorrow, on any network, can read all that a browser stores under it; so such a page stores
 * nothing of a board, and never votes. The desktop app and pages on `localhost` are members.
 *
 * Source: Secure Contexts, https://w3c.github.io/webappsec-secure-contexts/.
 */
export function isGuestPage(): boolean {
  return globalThis.isSecureContext === false;
}
