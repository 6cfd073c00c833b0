/** Markdown of any member of the board, as HTML that is safe to show. */

import DOMPurify from 'dompurify';
import { Marked } from 'marked';

/** No images, which would load from a server of the author's choice; no forms, no styles, no scripts. */
const allowed = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'a', 'ul', 'ol', 'li'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const parser = new Marked({
  async: false,
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => plainTags(text),
    // A field of a form would be removed, and with it what is done.
    checkbox: ({ checked }) => (checked ? '☑' : '☐'),
  },
});

export function safeHtml(markdown: string): string {
  return DOMPurify.sanitize(html(markdown), allowed);
}

/** HTML that is not safe to show yet. */
export function html(markdown: string): string {
  return parser.parse(markdown, { async: false });
}

/**
 * Chromium reports each event handler that it parses to the console, although the handler never runs: a member could fill
 * the console of all others.
 *
 * @returns the HTML without any attribute but `href`.
 */
export function plainTags(html: string): string {
  return html.replace(/<(\/?[a-z][a-z0-9]*)([^<>]*)>?/gi, (_tag, name: string, attributes: string) => {
    const [href = ''] = /\shref\s*=\s*(?:"[^"]*"|'[^']*')/i.exec(attributes) ?? [];
    return `<${name}${href}>`;
  });
}
