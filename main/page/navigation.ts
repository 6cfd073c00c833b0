/** Decides which addresses the desktop's window may open, and which the system's browser. */

import { desktopAppHost, desktopAppScheme, desktopOrigin } from '#shared/desktop/origin.ts';
import { parseUrl } from '#shared/url/parse-url.ts';

export const startPage = `${desktopOrigin}/`;

/** Characters of a link for the system's browser, at most. */
const maxOutsideLinkLength = 2048;

/** Whether `url` has the desktop's origin. `URL.origin` does not support custom schemes. */
export function isOwnUrl(url: string): boolean {
  const parsed = parseUrl(url);
  return (
    parsed?.protocol === `${desktopAppScheme}:` &&
    parsed.host === desktopAppHost &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Whether the system may open `url` in the person's browser: other schemes can start programs. */
export function mayOpenOutside(url: string): boolean {
  return url.length <= maxOutsideLinkLength && parseUrl(url)?.protocol === 'https:';
}

/** The fragment of a board, as `renderer/boards/navigation/route.ts` writes it; not that of an invite, which contains a secret. */
export const boardFragmentPattern = /^#board=[\w%.~-]{1,200}(?:&tab=[a-z]{1,20})?$/;

/** @returns the fragment of the page's address if it names a board, else undefined. */
export function boardFragment(url: string): string | undefined {
  const hash = isOwnUrl(url) ? parseUrl(url)?.hash : undefined;
  return hash !== undefined && boardFragmentPattern.test(hash) ? hash : undefined;
}
