/** The effect of a click on an element's link. The page itself never navigates. */

export type Followed =
  /** A link to an element of this board: the view scrolls to it. */
  | { readonly to: 'element' }
  /** The person is asked first: any member of the board can write a link. */
  | { readonly to: 'outside'; readonly address: string }
  | { readonly to: 'nowhere' };

const openable: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** @param host of this page, with its port. */
export function followed(link: string, host: string): Followed {
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    // Relative ones, too: they would lead to this page's own host.
    return { to: 'nowhere' };
  }
  if (url.host === host && url.searchParams.has('element')) return { to: 'element' };
  return openable.has(url.protocol) ? { to: 'outside', address: url.href } : { to: 'nowhere' };
}
