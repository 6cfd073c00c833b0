/** Lines of a Mermaid text. */

/** Mermaid's own patterns, in its order: front matter, directives, comments with the empty lines before them, the empty start. */
const leftOut = [
  /^([^\S\n\r]*)-{3}\s*[\n\r](.*?)[\n\r]\1-{3}\s*[\n\r]+/s,
  /%{2}{\s*(?:(\w+)\s*:|(\w+))\s*(?:(\w+)|((?:(?!}%{2}).|\r?\n)*))?\s*(?:}%{2})?/gi,
  /^\s*%%(?!{)[^\n]+\n?/gm,
  /^\s+/,
];

/**
 * The line of the text that is a line of what Mermaid parses: it removes comments first, and Excalidraw the empty lines at the start.
 *
 * @param parsed counted from one; a line after the last one counts as the last one.
 * @returns counted from one, or `undefined` if `parsed` is no line.
 */
export function lineInText(text: string, parsed: number): number | undefined {
  if (!Number.isSafeInteger(parsed) || parsed < 1) return undefined;
  let rest = text;
  // The line of each character of the rest.
  let lines = text
    .split('\n')
    .flatMap((one, before) => Array.from({ length: one.length + 1 }, () => before + 1));
  // The last line has no end.
  lines.pop();
  const without = (pattern: RegExp): void => {
    const kept: number[] = [];
    let from = 0;
    rest = rest.replace(pattern, (found: string, ...more: unknown[]) => {
      const at = Number(more.find((one) => typeof one === 'number'));
      for (const one of lines.slice(from, at)) kept.push(one);
      from = at + found.length;
      return '';
    });
    for (const one of lines.slice(from)) kept.push(one);
    lines = kept;
  };
  without(/^\s+/);
  without(/\s+$/);
  for (const pattern of leftOut) without(pattern);
  let at = 0;
  for (let before = 1; before < parsed; before += 1) {
    const end = rest.indexOf('\n', at);
    if (end === -1) break;
    at = end + 1;
  }
  return lines[Math.min(at, lines.length - 1)];
}
