/**
 * Fallbacks for functions that third-party packages call without checking for them first, for the oldest browsers of guests.
 * Imported before those packages. Our own sources do not need them: `packaging/oldest-engines.test.ts` checks that.
 */

import { parseUrl } from '#shared/url/parse-url.ts';

/** Chrome 120 and Safari 17 have it; @braintree/sanitize-url, to which Excalidraw passes its links, calls it. */
if (typeof URL.canParse !== 'function') {
  URL.canParse = (url, base) => parseUrl(String(url), base === undefined ? base : String(base)) !== undefined;
}
