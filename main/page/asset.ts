/** Maps a request on the desktop's scheme to a file of the built window. */

import { isAbsolute, join, relative, sep } from 'node:path';
import { isOwnUrl } from './navigation.ts';

export type Asset =
  | {
      readonly ok: true;
      readonly file: string;
      /** The decoded path of the URL, starting with a slash. */
      readonly path: string;
    }
  /** An HTTP status. */
  | { readonly ok: false; readonly status: 400 | 404 | 405 };

/** @param root the folder of the built window. The file's existence is not checked. */
export function assetFor(root: string, method: string, url: string): Asset {
  if (method !== 'GET' && method !== 'HEAD') return { ok: false, status: 405 };
  if (!isOwnUrl(url)) return { ok: false, status: 404 };
  const path = decodedPath(url);
  // A backslash separates folders on Windows, and a colon may name a drive or a stream there.
  if (path === undefined || /[\0\\:]/.test(path)) return { ok: false, status: 400 };
  const file = join(root, path === '/' ? 'index.html' : path);
  const inside = relative(root, file);
  const escapes = inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return escapes ? { ok: false, status: 404 } : { ok: true, file, path };
}

function decodedPath(url: string): string | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname) || '/';
  } catch {
    // URIError: a percent sign that is not followed by a character's code.
    return undefined;
  }
}
