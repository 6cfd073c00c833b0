/** Links of elements: to pages and mail addresses, nothing that runs and nothing without a scheme. */

import type { Json } from '../commands.ts';
import { isWellFormed } from '../values/well-formed.ts';
import { maxLinkLength } from './bounds.ts';

/** Control characters, spaces of any kind, quotes and brackets are no part of a link. */
const allowed =
  /^[^\p{Cc} \u00a0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff"<>\\^`{|}]+$/u;
const aroundIt = /^[ \t\r\n]+|[ \t\r\n]+$/g;
const withScheme = /^(https?:\/\/[^/?#]|mailto:[^/?#])/i;
/** `example.org`, `example.org/page`: as people write it. */
const host = /^[0-9a-z][-0-9a-z]*(\.[0-9a-z][-0-9a-z]*)*\.[a-z]{2,}(:\d{1,5})?([/?#].*)?$/i;

/** A link with the scheme http, https or mailto; one for a host without a scheme; null for all else. */
export function repairedLink(value: Json): string | null {
  if (typeof value !== 'string') return null;
  const link = value.replace(aroundIt, '');
  if (link.length > maxLinkLength || !isWellFormed(link) || !allowed.test(link)) return null;
  if (withScheme.test(link)) return link;
  return link.length <= maxLinkLength - 8 && host.test(link) ? `https://${link}` : null;
}
