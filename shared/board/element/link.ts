/**
 * Links of elements: to pages, to mail addresses, and to elements of the same board. Nothing that runs, nothing without a
 * scheme.
 */

import type { Json } from '../commands.ts';
import { isWellFormed } from '../values/well-formed.ts';
import { maxElementIdLength, maxLinkLength } from './rules/bounds.ts';

/** Control characters, spaces of any kind, quotes and brackets are no part of a link. */
const allowed =
  /^[^\p{Cc} \u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"<>\\^`{|}]+$/u;
const aroundIt = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const withScheme = /^(https?:\/\/[^/?#]|mailto:[^/?#])/i;
/** `example.org`, `example.org/page`: as people write it. */
const host = /^[0-9a-z][-0-9a-z]*(\.[0-9a-z][-0-9a-z]*)*\.[a-z]{2,}(:\d{1,5})?([/?#].*)?$/i;

/** Names no host, because each person opens the board at a different address. */
const toElement = 'paxboard:?element=';

/**
 * A link with the scheme http, https or mailto, or to an element of the same board; one for a host without a scheme;
 * null for all else.
 */
export function repairedLink(value: Json): string | null {
  if (typeof value !== 'string') return null;
  const link = value.replace(aroundIt, '');
  if (link.length > maxLinkLength || !isWellFormed(link) || !allowed.test(link)) return null;
  if (withScheme.test(link)) return link;
  if (link.startsWith(toElement)) {
    const id = linkedElement(link);
    return id === undefined ? null : elementLink(id);
  }
  return link.length <= maxLinkLength - 8 && host.test(link) ? `https://${link}` : null;
}

/** @param id of an element, or of a group. */
export function elementLink(id: string): string {
  return `${toElement}${encodeURIComponent(id)}`;
}

/** The id of the element or the group of the same board to which a link leads; undefined for any other link. */
export function linkedElement(link: string): string | undefined {
  return link.startsWith(toElement) ? idIn(link.slice(toElement.length)) : undefined;
}

/**
 * The id in a link to an element as other programs and earlier versions write it: the address of a page with the id as its
 * parameter `element`.
 */
export function elementInPageLink(link: string): string | undefined {
  const [, encoded] = /^https?:\/\/[^?#]*\?(?:[^#]*&)?element=([^&#]*)/i.exec(link) ?? [];
  return encoded === undefined ? undefined : idIn(encoded);
}

function idIn(encoded: string): string | undefined {
  if (encoded.length > maxLinkLength) return undefined;
  try {
    const id = decodeURIComponent(encoded);
    return id.length >= 1 && id.length <= maxElementIdLength && isWellFormed(id) ? id : undefined;
  } catch {
    // URIError: a percent sign that is not followed by a character's code.
    return undefined;
  }
}
