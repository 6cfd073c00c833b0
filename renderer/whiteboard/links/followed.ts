/** The effect of a click on an element's link. The page itself never navigates. */

import { elementInPageLink, linkedElement } from '#shared/board/element/link.ts';

export type Followed =
  /** A link to an element or a group of this board: the view scrolls to it. */
  | { readonly to: 'element'; readonly id: string }
  /** The person is asked first: any member of the board can write a link. */
  | { readonly to: 'outside'; readonly address: string }
  | { readonly to: 'nowhere' };

const openable: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * @param here.host of this page, with its port.
 * @param here.boardId of the open board. Earlier versions wrote its address into links to elements, with the host of their author.
 */
export function followed(link: string, here: { readonly host: string; readonly boardId: string }): Followed {
  const id = linkedElement(link);
  if (id !== undefined) return { to: 'element', id };
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    // Relative ones, too: they would lead to this page's own host.
    return { to: 'nowhere' };
  }
  const inPage = elementInPageLink(link);
  const isOfBoard = new URLSearchParams(url.hash.slice(1)).get('board') === here.boardId;
  if (inPage !== undefined && (url.host === here.host || isOfBoard)) return { to: 'element', id: inPage };
  return openable.has(url.protocol) ? { to: 'outside', address: url.href } : { to: 'nowhere' };
}
