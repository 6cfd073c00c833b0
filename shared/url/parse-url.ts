/**
 * Parses a URL without exceptions. `URL.canParse` and `URL.parse` need newer browsers (Chrome 120, Firefox 115, Safari
 * 17), and guests with an older one could not open a board.
 */

/** The used part of the global `URL` of browsers and Node. Setters are those of the URL standard. */
export interface ParsedUrl {
  readonly href: string;
  readonly origin: string;
  protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly hash: string;
  username: string;
  password: string;
}

// `shared/` is compiled without the types of a browser or of Node; both have this one.
declare const URL: new (text: string, base?: string) => ParsedUrl;

/** @returns undefined if `text`, relative to `base` if given, is not a URL. */
export function parseUrl(text: string, base?: string): ParsedUrl | undefined {
  try {
    return new URL(text, base);
  } catch {
    // The constructor throws a TypeError for an invalid URL, and for nothing else.
    return undefined;
  }
}
