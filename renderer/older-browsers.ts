/**
 * Functions that the packages of others call without looking for them first, brought to the oldest browsers of guests. It is
 * imported before those packages. Our own sources do without: `main/packaging/oldest-engines.test.ts` says so.
 */

import { parseUrl } from '#shared/url/parse-url.ts';

/** Chrome 120 and Safari 17 have it; @braintree/sanitize-url, which Excalidraw gives its links to, calls it. */
if (typeof URL.canParse !== 'function') {
  URL.canParse = (url, base) => parseUrl(String(url), base === undefined ? base : String(base)) !== undefined;
}
