/**
 * Whether this page is a guest of another computer: it was loaded over plain HTTP from another address than this
 * computer's own. Any later owner of that address, on any network, can read everything that a browser stores under it;
 * so such a page stores nothing of a board, and never votes. The desktop app and pages on `localhost` are members.
 *
 * Source: Secure Contexts, https://w3c.github.io/webappsec-secure-contexts/.
 */
export function isGuestPage(): boolean {
  return globalThis.isSecureContext === false;
}
